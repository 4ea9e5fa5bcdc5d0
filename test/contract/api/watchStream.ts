import { WebSocket } from 'ws';
import type { ApiClient, Body } from './apiClient.ts';
import type { ApiWorld } from './world.ts';

export interface WatchEvent {
  type: string;
  object: Body;
}

export interface WatchStream {
  /** The next event that is not a bookmark, unless those are wanted; rejects after a minute without one. */
  next(): Promise<WatchEvent>;
  /** Resolves when the server ends the stream. */
  ended: Promise<void>;
  close(): void;
}

export async function openWatch(client: ApiClient, path: string): Promise<WatchStream> {
  const message = await client.open(path);
  const queue = createQueue();
  let rest = '';
  message.setEncoding('utf8');
  message.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.filter(Boolean).forEach(line => queue.push(JSON.parse(line) as WatchEvent));
  });
  const ended = new Promise<void>(resolve => message.once('close', () => resolve()));
  message.on('error', () => {});
  return { next: queue.next, ended, close: () => message.destroy() };
}

export async function openSocketWatch(
  { url, ca, token }: ApiWorld,
  path: string
): Promise<WatchStream & { protocol: string }> {
  const socket = new WebSocket(url.replace('https', 'wss') + path, ['base64.binary.k8s.io'], {
    ca,
    // The API server refuses a WebSocket that does not say where it is from.
    headers: { Authorization: `Bearer ${token('admin')}`, Origin: url },
  });
  const queue = createQueue();
  socket.on('message', data => queue.push(JSON.parse(String(data)) as WatchEvent));
  const ended = new Promise<void>(resolve => socket.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  return { next: queue.next, ended, close: () => socket.terminate(), protocol: socket.protocol };
}

function createQueue() {
  const events: WatchEvent[] = [];
  const waiting: ((event: WatchEvent) => void)[] = [];
  return {
    push(event: WatchEvent) {
      const first = waiting.shift();
      if (first) first(event);
      else events.push(event);
    },
    next(): Promise<WatchEvent> {
      const event = events.shift();
      if (event) return Promise.resolve(event);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('no event within a minute')), 60_000);
        waiting.push(found => {
          clearTimeout(timer);
          resolve(found);
        });
      });
    },
  };
}

/** Asks until the answer is what is waited for; rejects after a minute. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isWanted: (answer: T) => boolean
): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(answer)} after a minute`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
