import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runGit } from '../../node/git.ts';
import { type GitServer, type GitServerOptions, startGitServer } from './gitServer.ts';

const secret = 'a secret of the hook';

interface Delivery {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A receiver that answers with the statuses it is given, then with 200, and keeps what it got. */
async function startReceiver() {
  const deliveries: Delivery[] = [];
  const statuses: number[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('');
    deliveries.push({ headers: request.headers, body });
    response.writeHead(statuses.shift() ?? 200).end();
    waiting.splice(0).forEach(wake => wake());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/abc`,
    deliveries,
    statuses,
    async received(count: number): Promise<void> {
      while (deliveries.length < count) await new Promise<void>(wake => waiting.push(wake));
    },
    close: () => server.close(),
  };
}

let folder: string;
let git: GitServer | undefined;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let lines: string[];

beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lumen-git-'));
  receiver.deliveries.length = 0;
  lines = [];
});
afterEach(async () => {
  await git?.close();
  git = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function start(options: Partial<GitServerOptions> = {}): Promise<GitServer> {
  const log = (line: string) => void lines.push(line);
  git = await startGitServer({ folder: join(folder, 'served'), log, ...options });
  await git.create('hd/homelab', { defaultBranch: 'flux' });
  return git;
}

/** A person's Git, at a fixed time. */
async function client(cwd: string, ...args: string[]): Promise<string> {
  const date = '2026-11-01T10:00:00+01:00';
  const config = { 'user.name': 'Ada', 'user.email': 'ada@hdhomelab.com' };
  const env = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  return (await runGit(args, { folder: cwd, config, env })).toString().trim();
}

async function clone(url: string, name = 'work'): Promise<string> {
  await client(folder, 'clone', '--quiet', url, name);
  return join(folder, name);
}

async function commit(work: string, file: string, text: string): Promise<string> {
  await writeFile(join(work, file), text);
  await client(work, 'add', '.');
  await client(work, 'commit', '--quiet', '-m', `apps: Write ${file}`);
  return client(work, 'rev-parse', 'HEAD');
}

/** The status of a request whose path no well-behaved client would send. */
async function status(method: string, path: string): Promise<number | undefined> {
  const sent = httpRequest(git!.url, { method, path });
  sent.end();
  const [answer] = await once(sent, 'response');
  answer.resume();
  return answer.statusCode;
}

describe('the Git server', () => {
  it('takes a push and gives it to the next clone', async () => {
    const { urlOf } = await start();
    const work = await clone(urlOf('hd/homelab'));
    const pushed = await commit(work, 'app.yaml', 'kind: App\n'.repeat(200_000));
    await client(work, 'push', '--quiet', 'origin', 'flux');

    const other = await clone(urlOf('hd/homelab'), 'other');
    expect(await client(other, 'log', '-1', '--format=%H %an %s')).toBe(
      `${pushed} Ada apps: Write app.yaml`
    );
    expect((await readFile(join(other, 'app.yaml'), 'utf8')).length).toBe(2_000_000);
  });

  it('refuses who has no password, or a wrong one', async () => {
    const { urlOf } = await start({ credentials: { username: 'hd', password: 'pass' } });
    const url = new URL(urlOf('hd/homelab'));
    await expect(client(folder, 'ls-remote', url.href)).rejects.toThrow('could not read Username');
    [url.username, url.password] = ['hd', 'wrong'];
    await expect(client(folder, 'ls-remote', url.href)).rejects.toThrow('Authentication failed');
    url.password = 'pass';
    expect(await client(folder, 'ls-remote', url.href)).toBe('');
  });

  it('serves the paths of Git and nothing else', async () => {
    await start();
    await writeFile(join(folder, 'secret'), 'outside');
    const asked = {
      'GET /hd/homelab.git/info/refs?service=git-upload-pack': 200,
      'GET /hd/homelab.git/info/refs?service=git-upload-archive': 404,
      'GET /hd/homelab.git/info/refs': 404,
      'POST /hd/homelab.git/info/refs?service=git-upload-pack': 405,
      'GET /hd/homelab.git/git-receive-pack': 405,
      'GET /hd/homelab.git/HEAD': 404,
      'GET /hd/homelab.git/objects/info/packs': 404,
      'GET /hd/other.git/info/refs?service=git-upload-pack': 404,
      'GET /../secret': 404,
      'GET /hd/../../served/hd/homelab.git/info/refs?service=git-upload-pack': 404,
      'GET /hd/%2e%2e/hd/homelab.git/info/refs?service=git-upload-pack': 404,
      'GET //hd/homelab.git/info/refs?service=git-upload-pack': 404,
      'PUT /hd/homelab.git/git-upload-pack': 405,
    };
    const answers: Record<string, number | undefined> = {};
    for (const line of Object.keys(asked)) {
      const [method = '', path = ''] = line.split(' ');
      answers[line] = await status(method, path);
    }
    expect(answers).toEqual(asked);
    expect(() => git!.folderOf('../outside')).toThrow('"../outside" is no repository name');
  });

  it('tells the webhook of a push, signed as Gitea signs', async () => {
    const { urlOf } = await start({ webhook: { url: () => receiver.url, secret } });
    const work = await clone(urlOf('hd/homelab'));
    const first = await commit(work, 'a.yaml', 'a');
    await client(work, 'push', '--quiet', 'origin', 'flux');
    await receiver.received(1);
    const second = await commit(work, 'b.yaml', 'b');
    await client(work, 'push', '--quiet', 'origin', 'flux');
    await receiver.received(2);

    const [created, moved] = receiver.deliveries.map(({ body }) => JSON.parse(body));
    expect([created.before, created.after]).toEqual(['0'.repeat(40), first]);
    expect(moved).toEqual({
      ref: 'refs/heads/flux',
      before: first,
      after: second,
      commits: [moved.head_commit],
      total_commits: 1,
      head_commit: {
        id: second,
        message: 'apps: Write b.yaml\n',
        timestamp: '2026-11-01T10:00:00+01:00',
        author: { name: 'Ada', email: 'ada@hdhomelab.com' },
        committer: { name: 'Ada', email: 'ada@hdhomelab.com' },
      },
      repository: {
        name: 'homelab',
        full_name: 'hd/homelab',
        owner: { login: 'hd', username: 'hd' },
        html_url: urlOf('hd/homelab'),
        clone_url: urlOf('hd/homelab'),
      },
      pusher: { login: 'hd', username: 'hd' },
      sender: { login: 'hd', username: 'hd' },
    });

    const { headers, body } = receiver.deliveries[1]!;
    const hmac = (name: string) => createHmac(name, secret).update(body).digest('hex');
    expect({
      event: [headers['x-gitea-event'], headers['x-github-event']],
      gitea: headers['x-gitea-signature'],
      sha1: headers['x-hub-signature'],
      sha256: headers['x-hub-signature-256'],
    }).toEqual({
      event: ['push', 'push'],
      gitea: hmac('sha256'),
      sha1: `sha1=${hmac('sha1')}`,
      sha256: `sha256=${hmac('sha256')}`,
    });
  });

  it('says nothing of a push that changed nothing, nor of a deleted branch', async () => {
    const { urlOf } = await start({ webhook: { url: () => receiver.url, secret } });
    const work = await clone(urlOf('hd/homelab'));
    await commit(work, 'a.yaml', 'a');
    await client(work, 'push', '--quiet', 'origin', 'flux', 'flux:draft');
    await client(work, 'push', '--quiet', 'origin', 'flux');
    await client(work, 'push', '--quiet', 'origin', ':draft');
    await client(work, 'push', '--quiet', 'origin', 'flux:last');
    await receiver.received(3);
    expect(receiver.deliveries.map(({ body }) => JSON.parse(body).ref).sort()).toEqual([
      'refs/heads/draft',
      'refs/heads/flux',
      'refs/heads/last',
    ]);
  });

  it('asks a receiver that fails again, and one that refuses never', async () => {
    const { urlOf } = await start({ webhook: { url: () => receiver.url, secret } });
    const work = await clone(urlOf('hd/homelab'));
    await commit(work, 'a.yaml', 'a');
    receiver.statuses.push(503, 200, 400);
    await client(work, 'push', '--quiet', 'origin', 'flux');
    await receiver.received(2);
    await client(work, 'push', '--quiet', 'origin', 'flux:draft');
    await vi.waitFor(() => expect(lines).toHaveLength(2), 30_000);
    expect(lines).toEqual([
      `webhook of refs/heads/flux to ${receiver.url} was answered 503 Service Unavailable, will be sent again`,
      `webhook of refs/heads/draft to ${receiver.url} was answered 400 Bad Request, given up`,
    ]);
  });

  it('lets a push end while the webhook hangs, and closes without it', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
    const { urlOf } = await start({ webhook: { url: () => url, secret } });
    const work = await clone(urlOf('hd/homelab'));
    await commit(work, 'a.yaml', 'a');
    const asked = once(silent, 'request');
    await client(work, 'push', '--quiet', 'origin', 'flux');
    await asked;
    await git!.close();
    git = undefined;
    silent.closeAllConnections();
    silent.close();
  });
});
