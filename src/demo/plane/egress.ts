import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';

/** Where the API server's way into the cluster network leads: pods, nodes and services by their addresses. */
export type Dial = (address: string, port: number) => { host: string; port: number } | undefined;

/**
 * An HTTP CONNECT proxy on a Unix socket, for the API server's egress selector: Endpoints may not be loopback
 * addresses, so pods have addresses of their own, and this maps them to ports on loopback.
 */
export async function startEgress(path: string, dial: Dial): Promise<{ close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('connect', (request, socket: Socket) => {
    const [, address = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(request.url ?? '') ?? [];
    const target = dial(address, Number(port));
    if (!target) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const upstream = connect(target.port, target.host);
    const end = () => {
      upstream.destroy();
      socket.destroy();
    };
    upstream.once('connect', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    for (const side of [upstream, socket]) side.on('error', end).on('close', end);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  return {
    async close() {
      const closed = new Promise(resolve => server.close(resolve));
      sockets.forEach(socket => socket.destroy());
      await closed;
    },
  };
}
