import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { serveCluster } from '../../../test/doubles/apiProxy.ts';
import { ConnectionError } from './connection.ts';
import { createHostConnection } from './hostConnection.ts';

vi.mock('@kinvolk/headlamp-plugin/lib', () => import('../../../test/doubles/apiProxy.ts'));

let server: Server;
let answer: (response: ServerResponse) => void;
const hold = () => new AbortController();

beforeEach(async () => {
  server = createServer((_, response) => answer(response));
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
  serveCluster('noah', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise(done => server.close(done));
});

const request = (signal: AbortSignal) => ({ path: '/stream', signal });
const text = (piece: Uint8Array) => new TextDecoder().decode(piece);

describe('a stream through the host', () => {
  it('comes piece by piece, before its end is there', async () => {
    let goOn = () => {};
    answer = response => {
      response.write('one\n');
      goOn = () => void response.end('two\n');
    };
    const seen: string[] = [];
    for await (const piece of await createHostConnection('noah').stream(request(hold().signal))) {
      seen.push(text(piece));
      goOn();
    }
    expect(seen).toEqual(['one\n', 'two\n']);
  });

  it('is ended at the server when the loop over it is left', async () => {
    const closed = new Promise(done => {
      answer = response => {
        response.write('one\n');
        response.on('close', () => done('closed'));
      };
    });
    for await (const piece of await createHostConnection('noah').stream(request(hold().signal))) {
      expect(text(piece)).toBe('one\n');
      break;
    }
    expect(await closed).toBe('closed');
  });

  it('says that it was cancelled, or that it broke off', async () => {
    answer = response => void response.write('one\n');
    const aborting = hold();
    const walk = async (signal: AbortSignal, act: () => void) => {
      for await (const piece of await createHostConnection('noah').stream(request(signal))) {
        void piece;
        act();
      }
    };
    const cancelled = walk(aborting.signal, () => aborting.abort());
    await expect(cancelled).rejects.toMatchObject({ why: { kind: 'cancelled' } });
    const cut = walk(hold().signal, () => server.closeAllConnections());
    await expect(cut).rejects.toMatchObject({ why: { kind: 'unreachable' } });
  });

  it('is refused with the status', async () => {
    answer = response => {
      response.writeHead(404, { 'Content-Type': 'application/json' });
      response.end('{"message":"no such revision"}');
    };
    const refused = createHostConnection('noah').stream(request(hold().signal));
    await expect(refused).rejects.toBeInstanceOf(ConnectionError);
    await expect(refused).rejects.toMatchObject({
      why: { kind: 'refused', status: 404, message: 'no such revision' },
    });
  });
});
