import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { pipeline } from 'node:stream';

/** The way to a cluster, which a test opens and closes: closed, as a browser sees it, is a port that nobody listens at. */
export interface Road {
  /** Its own, whether it is open or not. */
  url: string;
  open(): Promise<void>;
  close(): Promise<void>;
  /** Ends what is under way; the road stays open for what comes next. */
  cut(): void;
}

export async function createRoad(server: string): Promise<Road> {
  const { hostname, port } = new URL(server);
  const sockets = new Set<Socket>();
  const road = createServer(socket => {
    const onward = connect(Number(port), hostname);
    for (const end of [socket, onward]) {
      sockets.add(end);
      end.on('error', () => end.destroy());
      end.on('close', () => sockets.delete(end));
    }
    pipeline(socket, onward, socket, () => {});
  });
  const open = async (at: number) => {
    road.listen(at, '127.0.0.1');
    await once(road, 'listening');
  };
  const cut = () => sockets.forEach(socket => socket.destroy());
  const close = async () => {
    if (!road.listening) return;
    const closed = once(road, 'close');
    road.close();
    cut();
    await closed;
  };
  await open(0);
  const own = (road.address() as AddressInfo).port;
  await close();
  return { url: `https://127.0.0.1:${own}`, open: () => open(own), close, cut };
}
