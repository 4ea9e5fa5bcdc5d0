import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { basicChallenge, type Credentials, isAuthorized } from '../basicAuth.ts';
import { startLoopbackServer } from '../loopbackServer.ts';
import { changedRefs, initBareRepository, refsOf } from './bareRepository.ts';
import { runHttpBackend } from './httpBackend.ts';
import { deliverPush, toPushPayload, type Webhook } from './webhook.ts';

export interface GitServer {
  /** `http://127.0.0.1:PORT` */
  url: string;
  /** Where Git clones it from: `URL/hd/homelab.git`. Repositories are named without `.git`. */
  urlOf(repository: string): string;
  folderOf(repository: string): string;
  create(repository: string, options?: { defaultBranch?: string }): Promise<void>;
  close(): Promise<void>;
}

export interface GitServerOptions {
  /** Holds all repositories; nothing outside of it is ever served. */
  folder: string;
  port?: number;
  credentials?: Credentials;
  webhook?: Webhook;
  log?: (line: string) => void;
}

const namePattern = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/;
/** The three paths of the smart protocol. No segment begins with a dot, and `%` is not among the letters. */
const routePattern =
  /^\/([\w-][\w.-]*(?:\/[\w-][\w.-]*)*)\.git\/(info\/refs|git-(?:upload|receive)-pack)$/;
const services = new Set(['git-upload-pack', 'git-receive-pack']);
/** Milliseconds that one clone or push may take. */
const timeLimit = 120_000;
const maxRequests = 32;

/** Git repositories in a folder over smart HTTP, with a webhook after each push, as a forge has them. */
export async function startGitServer(options: GitServerOptions): Promise<GitServer> {
  const log = options.log ?? (() => undefined);
  const closing = new AbortController();
  /** The pushes of a repository run one after another, so that each knows which refs are its own. */
  const pushes = new Map<string, Promise<unknown>>();
  const background = new Set<Promise<unknown>>();
  let running = 0;

  function folderOf(repository: string): string {
    if (!namePattern.test(repository)) {
      throw new Error(`"${repository}" is no repository name: write it as owner/name`);
    }
    return join(options.folder, `${repository}.git`);
  }

  function inBackground(task: Promise<unknown>): void {
    const kept = task.catch((error: Error) => log(`git server: ${error.message}`));
    background.add(kept);
    void kept.finally(() => background.delete(kept));
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, query } = splitUrl(request.url ?? '/');
    const route = routePattern.exec(pathname);
    const [, repository = '', action = ''] = route ?? [];
    const service = action === 'info/refs' ? new URLSearchParams(query).get('service') : action;
    if (!route || !services.has(service ?? '')) {
      return refuse(
        response,
        404,
        `only Git over smart HTTP is served here: git clone ${server.url}`
      );
    }
    const method = action === 'info/refs' ? 'GET' : 'POST';
    if (request.method !== method) return refuse(response, 405, `${action} takes ${method}`);
    if (!isAuthorized(request, options.credentials)) {
      response.setHeader('WWW-Authenticate', basicChallenge('git'));
      return refuse(response, 401, 'this repository needs a user name and password');
    }
    const folder = folderOf(repository);
    if (!(await isFolder(folder))) return refuse(response, 404, `no repository ${repository}`);
    if (running >= maxRequests) return refuse(response, 503, 'too many requests, try again');

    const user = options.credentials?.username ?? 'hd';
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(timeLimit)]);
    const asked = { folder: options.folder, path: pathname, query, user, signal };
    const serve = () => runHttpBackend(request, response, asked);
    running++;
    try {
      if (action === 'git-receive-pack') await inTurn(repository, () => push(repository, serve));
      else await serve();
    } finally {
      running--;
    }
  }

  function inTurn(repository: string, task: () => Promise<void>): Promise<void> {
    const before = pushes.get(repository) ?? Promise.resolve();
    const turn = before.then(task);
    pushes.set(
      repository,
      turn.catch(() => undefined)
    );
    return turn;
  }

  async function push(repository: string, serve: () => Promise<void>): Promise<void> {
    const folder = folderOf(repository);
    const before = await refsOf(folder);
    await serve();
    const { webhook } = options;
    if (!webhook) return;
    const pusher = options.credentials?.username ?? 'hd';
    const pushed = { name: repository, folder, url: server.urlOf(repository), pusher };
    for (const change of changedRefs(before, await refsOf(folder))) {
      const deliver = async () =>
        deliverPush(webhook, await toPushPayload(pushed, change), closing.signal, log);
      inBackground(deliver());
    }
  }

  const http = await startLoopbackServer({ name: 'git server', port: options.port, log, handle });
  const { url } = http;
  const server: GitServer = {
    url,
    urlOf: repository => `${url}/${repository}.git`,
    folderOf,
    create: (repository, { defaultBranch = 'main' } = {}) =>
      initBareRepository(folderOf(repository), defaultBranch),
    async close() {
      closing.abort();
      await http.close();
      await Promise.all([...pushes.values(), ...background]);
    },
  };
  return server;
}

/** By hand, since `URL` would resolve `..` and so hide it from the pattern. */
function splitUrl(url: string): { pathname: string; query: string } {
  const mark = url.indexOf('?');
  return mark < 0
    ? { pathname: url, query: '' }
    : { pathname: url.slice(0, mark), query: url.slice(mark + 1) };
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isDirectory(),
    () => false
  );
}
