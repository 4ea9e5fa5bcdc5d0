import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ArtifactNotFound, fetchArtifact } from './fetchArtifact.ts';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(answers: (Buffer | number)[]): Promise<string> {
  server = createServer((_request, response) => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (typeof answer === 'number') response.writeHead(answer).end();
    else response.end(answer);
  });
  await new Promise<void>(resolve => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.tar.gz`;
}

const bytes = Buffer.from('artifact');
const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const { signal } = new AbortController();
const noPause = { pause: () => 1 };

describe('fetchArtifact', () => {
  it('answers the bytes when their digest is the one promised, after a failure or two', async () => {
    const url = await serve([503, 500, bytes]);
    expect(await fetchArtifact({ url, digest }, signal, noPause)).toEqual(bytes);
  });

  it('takes a bare hex for sha256', async () => {
    const url = await serve([bytes]);
    const bare = digest.slice('sha256:'.length);
    expect(await fetchArtifact({ url, digest: bare }, signal)).toEqual(bytes);
  });

  it('refuses other bytes, naming both digests', async () => {
    const url = await serve([Buffer.from('forged')]);
    await expect(fetchArtifact({ url, digest }, signal)).rejects.toThrow(
      `computed digest doesn't match provided '${digest}' (got: 'sha256:`
    );
  });

  it('refuses more bytes than it is told to take', async () => {
    const url = await serve([bytes]);
    await expect(fetchArtifact({ url, digest }, signal, { maxSize: 7 })).rejects.toThrow(
      `${url}: more than 7 bytes`
    );
  });

  it('tells a missing artifact from a server that fails', async () => {
    await expect(fetchArtifact({ url: await serve([404]), digest }, signal)).rejects.toThrow(
      ArtifactNotFound
    );
    const url = await serve([500]);
    await expect(fetchArtifact({ url, digest }, signal, noPause)).rejects.toThrow(
      `GET ${url} giving up after 4 attempt(s): unexpected status code 500`
    );
  });

  it('ends when it is cancelled', async () => {
    const stop = new AbortController();
    const url = await serve([503]);
    const fetching = fetchArtifact({ url, digest }, stop.signal, { pause: () => 60_000 });
    stop.abort(new Error('enough'));
    await expect(fetching).rejects.toThrow();
  });
});
