import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runGit } from './git.ts';

const folder = mkdtempSync(join(tmpdir(), 'lumen-git-'));
afterAll(() => rmSync(folder, { recursive: true }));

const env = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

it('runs in its own environment, without hooks', async () => {
  await runGit(['init', '--quiet', folder]);
  writeFileSync(join(folder, '.git/hooks/pre-commit'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  await runGit(['commit', '--quiet', '--allow-empty', '-m', 'First'], { folder, env });
  const log = await runGit(['log', '--format=%an %s', '--end-of-options', 'main'], { folder });
  expect(log.toString()).toBe('Ada First\n');
});

it('throws what git wrote, whole', async () => {
  await expect(
    runGit(['rev-parse', '--verify', '--end-of-options', 'gone'], { folder })
  ).rejects.toMatchObject({
    name: 'GitError',
    code: 128,
    message: 'fatal: Needed a single revision',
  });
});

it('refuses transports that are not allowed', async () => {
  await expect(runGit(['ls-remote', '--end-of-options', folder])).rejects.toThrow(
    "transport 'file' not allowed"
  );
  await expect(runGit(['ls-remote', '--end-of-options', 'ext::sh -c id'])).rejects.toThrow(
    "transport 'ext' not allowed"
  );
});

it('sends credentials to their own server only', async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise(resolve => server.once('listening', resolve));
  const ask = (at: string) =>
    runGit(['ls-remote', '--end-of-options', `${url()}/a.git`], {
      credentials: { url: at, username: 'u', password: 'p' },
    });
  await expect(ask(`${url()}/`)).rejects.toThrow('not found');
  await expect(ask('http://127.0.0.2:1/')).rejects.toThrow('not found');
  server.close();
  expect(seen).toEqual(['Basic dTpw', undefined]);
});
