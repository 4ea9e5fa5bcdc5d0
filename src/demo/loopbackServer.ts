import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackServer {
  /** `http://127.0.0.1:PORT` */
  url: string;
  /** Whoever still waits for an answer is cut off. */
  close(): Promise<void>;
}

export interface LoopbackOptions {
  /** As the log calls it. */
  name: string;
  /** Any free one unless told. */
  port?: number;
  log?: (line: string) => void;
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** An HTTP server that only this machine reaches. A handler that fails is an answer of 500 and a line in the log. */
export async function startLoopbackServer(options: LoopbackOptions): Promise<LoopbackServer> {
  const { name, port = 0, log = () => undefined, handle } = options;
  const http = createServer((request, response) => {
    handle(request, response).catch((error: Error) => {
      // A client that went away, or a server that closes, is no news.
      if (error.name !== 'AbortError') log(`${name}: ${request.url}: ${error.message}`);
      if (response.headersSent) response.destroy();
      else
        response
          .writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' })
          .end(`${name} failed\n`);
    });
  });
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    async close() {
      const closed = once(http, 'close');
      http.close();
      http.closeAllConnections();
      await closed;
    },
  };
}
