import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { RequestListener } from 'node:http';

/** What a node server calls for each request. */
export function toListener(app: Hono): RequestListener {
  const listener = getRequestListener(app.fetch);
  return (request, response) => void listener(request, response);
}
