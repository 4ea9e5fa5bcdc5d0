import { EventEmitter, once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be closed: the network between two processes. */
export interface Gate {
  /** Where clients connect, `127.0.0.1:PORT`. */
  address: string;
  /** Refuses who comes, and cuts who is there in the middle of whatever is being said. */
  shut(): void;
  open(): void;
  /** Resolves when so many clients were refused from now on. */
  knocked(times: number, limit: number): Promise<void>;
  close(): void;
}

/** A shut gate before `port` on loopback. */
export async function startGate(port: number): Promise<Gate> {
  const sockets = new Set<Socket>();
  const knocks = new EventEmitter();
  let isOpen = false;
  const server = createServer(client => {
    if (!isOpen) {
      client.destroy();
      return void knocks.emit('knock');
    }
    const target = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const shut = () => {
    isOpen = false;
    sockets.forEach(socket => socket.destroy());
  };
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    shut,
    open: () => void (isOpen = true),
    async knocked(times, limit) {
      const signal = AbortSignal.timeout(limit);
      for (let count = 0; count < times; count++) await once(knocks, 'knock', { signal });
    },
    close() {
      shut();
      server.close();
    },
  };
}
