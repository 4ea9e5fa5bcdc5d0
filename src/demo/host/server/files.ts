import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/** Sends a file of a folder; false where there is none. `path` may be anything a client sent. */
export async function sendFile(
  response: ServerResponse,
  folder: string,
  path: string,
  cacheControl: string
): Promise<boolean> {
  const file = join(folder, normalize(`/${path}`));
  if (path.includes('\0') || !file.startsWith(folder + sep)) return false;
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return false;
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-length': found.size,
    'cache-control': cacheControl,
    'x-content-type-options': 'nosniff',
  });
  // A client that goes away in mid-file is its own business.
  pipeline(createReadStream(file), response, () => {});
  return true;
}
