import type { IncomingMessage, ServerResponse } from 'node:http';
import { stringify } from 'yaml';
import { basicChallenge, type Credentials, isAuthorized } from '../basicAuth.ts';
import { startLoopbackServer } from '../loopbackServer.ts';
import type { Chart } from './chartArchive.ts';

/** A repository of Helm charts as static hosting has it: an index, and an archive for each version. */
export interface ChartServer {
  /** `http://127.0.0.1:PORT`: below it is index.yaml. */
  url: string;
  /** A version that is there already is replaced. */
  add(...charts: Chart[]): void;
  remove(name: string, version: string): void;
  /** From now on everybody needs these; nobody does if undefined. */
  protect(credentials: Credentials | undefined): void;
  close(): Promise<void>;
}

export interface ChartServerOptions {
  port?: number;
  credentials?: Credentials;
  log?: (line: string) => void;
}

interface Kept {
  chart: Chart;
  created: string;
}

export async function startChartServer(options: ChartServerOptions = {}): Promise<ChartServer> {
  let { credentials } = options;
  /** By file name. */
  const kept = new Map<string, Kept>();
  let index = toIndex([]);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isAuthorized(request, credentials)) {
      response.setHeader('WWW-Authenticate', basicChallenge('charts'));
      return send(response, 401, 'text/plain', 'these charts need a user name and password\n');
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return send(response, 405, 'text/plain', 'charts are only read here\n');
    }
    // Of the letters of a file's name, some clients escape the plus of a version.
    const path = (request.url ?? '/').split('?')[0]?.replace(/%2B/gi, '+') ?? '/';
    if (path === '/index.yaml') return send(response, 200, 'text/yaml', index);
    const file = kept.get(path.slice(1));
    if (file) return send(response, 200, 'application/gzip', file.chart.archive);
    return send(response, 404, 'text/plain', `no ${path} here: see /index.yaml\n`);
  }

  const server = await startLoopbackServer({
    name: 'chart server',
    port: options.port,
    log: options.log,
    handle,
  });
  return {
    url: server.url,
    add(...charts) {
      const created = new Date().toISOString();
      charts.forEach(chart => kept.set(fileOf(chart), { chart, created }));
      index = toIndex([...kept.values()]);
    },
    remove(name, version) {
      kept.delete(fileOf({ name, version }));
      index = toIndex([...kept.values()]);
    },
    protect(wanted) {
      credentials = wanted;
    },
    close: server.close,
  };
}

function fileOf({ name, version }: Pick<Chart, 'name' | 'version'>): string {
  return `${name}-${version}.tgz`;
}

/** What `helm repo index` writes. URLs are relative: whatever name the server goes by, they stay right. */
function toIndex(kept: readonly Kept[]): string {
  const entries = new Map<string, object[]>();
  for (const { chart, created } of kept) {
    const versions = entries.get(chart.name) ?? [];
    versions.push({ ...chart.metadata, created, digest: chart.digest, urls: [fileOf(chart)] });
    entries.set(chart.name, versions);
  }
  const generated =
    kept
      .map(({ created }) => created)
      .sort()
      .at(-1) ?? new Date(0).toISOString();
  return stringify({ apiVersion: 'v1', entries: Object.fromEntries(entries), generated });
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  content: string | Buffer
): void {
  const length = String(Buffer.byteLength(content));
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': length }).end(content);
}
