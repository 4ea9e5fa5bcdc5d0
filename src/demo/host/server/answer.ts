import type { ServerResponse } from 'node:http';

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}

/** A failure as the Kubernetes API words it: Headlamp shows `message`. */
export function sendFailure(
  response: ServerResponse,
  code: number,
  reason: string,
  message: string
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  sendJson(response, code, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    code,
  });
}
