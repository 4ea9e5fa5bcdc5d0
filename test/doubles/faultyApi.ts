import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** What becomes of requests: handed on, answered with a status, or never answered. */
type Fault = 'none' | 'hang' | { status: number };

/** An API server reached over a bad line: plain HTTP in front of the real one, as one user. */
export interface FaultyApi {
  url: string;
  /** From now on, for the requests whose path and query match. */
  fault: (fault: Fault, matching?: RegExp) => void;
  /** The server ends watches after so many seconds from now on, whatever their clients ask for. */
  shorten(seconds: number): void;
  /** Ends all watches; in mid-event, half of each one's next event is let through first. */
  cut(options?: { midEvent?: boolean }): void;
  /** Nothing comes through the watches that are open, and they stay open. */
  mute(): void;
  /** The URLs asked for since the start. */
  asked: string[];
  /** Stops listening, and starts again at the same port. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

/** Headers but for those of one connection. */
function without({ headers }: IncomingMessage, ...names: string[]) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

interface Line {
  down: Duplex;
  up: Duplex;
  state: 'open' | 'muted' | 'breaking';
}

export async function startFaultyApi(target: {
  url: string;
  ca: string;
  token: string;
}): Promise<FaultyApi> {
  let fault: Fault = 'none';
  let matching = /./;
  let seconds: string | undefined;
  const asked: string[] = [];
  const lines = new Set<Line>();

  function ask(request: IncomingMessage, headers: Record<string, string> = {}) {
    const path = (request.url ?? '/').replace(/(?<=[?&]timeoutSeconds=)\d+/, own => seconds ?? own);
    return requestHttps(new URL(path, target.url), {
      method: request.method,
      ca: target.ca,
      agent: false,
      headers: {
        ...without(request, 'host', 'origin', 'connection'),
        ...headers,
        authorization: `Bearer ${target.token}`,
      },
    });
  }

  /** Hands bytes on as the line's state says. */
  function join(up: Duplex, down: Duplex) {
    const line: Line = { up, down, state: 'open' };
    lines.add(line);
    const end = () => {
      lines.delete(line);
      up.destroy();
      down.destroy();
    };
    up.on('data', (chunk: Buffer) => {
      if (line.state === 'open') down.write(chunk);
      if (line.state === 'breaking') {
        down.write(chunk.subarray(0, Math.ceil(chunk.length / 2)), () => end());
      }
    });
    for (const side of [up, down]) side.on('close', end).on('error', end);
  }

  function faultOf(request: IncomingMessage): Fault {
    asked.push(request.url ?? '');
    return matching.test(request.url ?? '') ? fault : 'none';
  }

  const server = createServer((request, response) => {
    const now = faultOf(request);
    if (now === 'hang') return;
    if (now !== 'none') {
      response.statusCode = now.status;
      const message = `the test answers ${now.status}`;
      return void response.end(JSON.stringify({ kind: 'Status', code: now.status, message }));
    }
    const outgoing = ask(request);
    outgoing.on('error', () => response.destroy());
    outgoing.on('response', answer => {
      const headers = without(answer, 'transfer-encoding', 'connection');
      response.writeHead(answer.statusCode ?? 502, headers);
      response.flushHeaders();
      if (/[?&]watch=/.test(request.url ?? ''))
        join(answer as unknown as Duplex, response as unknown as Duplex);
      else answer.pipe(response);
    });
    request.pipe(outgoing);
  });

  server.on('upgrade', (request, socket: Duplex) => {
    const now = faultOf(request);
    if (now === 'hang') return;
    if (now !== 'none') return void socket.end(`HTTP/1.1 ${now.status} Refused\r\n\r\n`);
    const outgoing = ask(request, {
      connection: 'Upgrade',
      upgrade: 'websocket',
      // The API server takes no WebSocket that does not say where it is from.
      origin: target.url,
    });
    outgoing.on('error', () => socket.destroy());
    outgoing.on('response', answer => {
      answer.resume();
      socket.end(`HTTP/1.1 ${answer.statusCode} Refused\r\nContent-Length: 0\r\n\r\n`);
    });
    outgoing.on('upgrade', (answer, up: Duplex, head: Buffer) => {
      const { rawHeaders: raw } = answer;
      const pairs = raw.flatMap((name, i) => (i % 2 === 0 ? `${name}: ${raw[i + 1]}` : []));
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${pairs.join('\r\n')}\r\n\r\n`);
      if (head.length > 0) socket.write(head);
      socket.on('data', (chunk: Buffer) => up.write(chunk));
      join(up, socket);
    });
    outgoing.end();
  });

  const hangers = new Set<Duplex>();
  server.on('connection', (socket: Duplex) => {
    hangers.add(socket);
    socket.on('close', () => hangers.delete(socket));
    socket.on('error', () => socket.destroy());
  });

  let port = 0;
  async function up() {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  }
  async function down() {
    const closed = once(server, 'close');
    server.close();
    for (const socket of hangers) socket.destroy();
    for (const line of lines) line.up.destroy();
    await closed;
  }
  await up();

  return {
    url: `http://127.0.0.1:${port}`,
    fault(what, where = /./) {
      fault = what;
      matching = where;
    },
    shorten(to) {
      seconds = String(to);
    },
    cut({ midEvent = false } = {}) {
      for (const line of lines) {
        if (midEvent) line.state = 'breaking';
        else line.down.destroy();
      }
    },
    mute() {
      for (const line of lines) line.state = 'muted';
    },
    asked,
    down,
    up,
    close: () => (server.listening ? down() : Promise.resolve()),
  };
}
