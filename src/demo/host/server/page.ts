import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';

/** The one page of the UI, and the policy that it runs under. */
export interface Page {
  send(response: ServerResponse): void;
}

export async function loadPage(folder: string): Promise<Page> {
  const html = await readFile(join(folder, 'index.html'));
  const inline = [...html.toString().matchAll(/<script>([^]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`
  );
  const policy = [
    `default-src 'self'`,
    // Headlamp runs plugins through `new Function`. Its editor starts workers from blobs.
    `script-src 'self' 'unsafe-eval' ${inline.join(' ')}`,
    `worker-src 'self' blob:`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self' data:`,
    `connect-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ');
  return {
    send(response) {
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-length': html.length,
        'cache-control': 'no-cache',
        'content-security-policy': policy,
        'referrer-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
      });
      response.end(html);
    },
  };
}
