import { execFile } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { startCluster } from '../../src/demo/cluster/cluster.ts';
import { applyObjects } from '../../src/demo/homelab/applyObjects.ts';
import { buildHost } from '../../src/demo/host/build/buildHost.ts';
import { startHost } from '../../src/demo/host/server/host.ts';
import { createClient } from '../../src/node/kubernetes/client.ts';
import { accessSecret } from '../../src/protocol/access.ts';
import { changesRoute } from '../../src/protocol/changes.ts';
import { serviceLabel } from '../../src/protocol/commits.ts';
import { objectLine, rendered, toPieces, toStream } from '../fixtures/changeStream.ts';
import { type Figure, figure, median, spread } from './figure.ts';
import type { NodeReading } from './readChanges.ts';

const rounds = 5;
const objects = 2000;
const namespace = 'flux-system';
const podAddress = '10.1.0.5';

/** 7 MB of rendered objects, every one of them changed, in pieces as they come from a network. */
function toChanges(): Uint8Array[] {
  const config = (at: number, side: string) => {
    const keys = Array.from({ length: 40 }, (_, key) => [`key${key}`, `${side} ${filler} ${key}`]);
    return rendered('v1', 'ConfigMap', `c${at}`, { data: Object.fromEntries(keys) });
  };
  const lines = Array.from({ length: objects }, (_, at) =>
    objectLine(config(at, 'before'), config(at, 'after'))
  );
  return toPieces(toStream(lines), 64 * 1024);
}
const filler = 'x'.repeat(20);

/** What a person waits for who looks at a change set of 7 MB, beside the same stream compared in Node. */
export async function benchViewer(
  openPage: () => Promise<Page>,
  plugin: string,
  say: (line: string) => void
): Promise<Figure[]> {
  const world = await startViewerWorld(toChanges(), plugin);
  const looks: Look[] = [];
  const inNode: number[] = [];
  try {
    // The servers are measured by nobody: they are warm before the first round.
    for (let round = 0; round < 3; round++) await readInNode(world);
    for (let round = 0; round < rounds; round++) {
      const page = await openPage();
      looks.push(await look(page, world));
      await page.context().close();
      inNode.push(await readInNode(world));
    }
  } finally {
    await world.close();
  }
  const of = (what: keyof Look) => looks.map(seen => seen[what]);
  say(`first rows of 7 MB of changes: ${spread(of('firstRow'))} ms after the first chunk`);
  say(`all of them: ${spread(of('whole'))} ms; the same in Node: ${spread(inNode)} ms`);
  say(`longest task of the page's thread meanwhile: ${spread(of('longest'))} ms`);
  say(`while the host goes to the page, before anything has come: ${spread(of('before'))} ms`);
  const ratio = median(of('whole')) / median(inNode);
  return [
    figure(
      'first rows of 7 MB of changes, after the first chunk',
      median(of('firstRow')),
      'ms',
      100
    ),
    figure('7 MB of changes beside the same diff in Node', ratio, 'times', 1.5),
    figure('longest task of the page’s thread under them', median(of('longest')), 'ms', 50),
  ];
}

type ViewerWorld = Awaited<ReturnType<typeof startViewerWorld>>;

async function readInNode({ address, token }: ViewerWorld): Promise<number> {
  const reader = join(import.meta.dirname, 'readChanges.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [reader, address, token]);
  const { took, entries } = JSON.parse(stdout) as NodeReading;
  if (entries !== objects) throw new Error(`${entries} of ${objects} were compared in Node`);
  return took;
}

/** ms after the first chunk left, of tasks the longest one. */
interface Look {
  firstRow: number;
  whole: number;
  /** From the first chunk on. */
  longest: number;
  /** Of the host's own way to the page. */
  before: number;
}

/** Goes from a page that is loaded to the changes: what Headlamp itself needs at its start is not measured. */
async function look(page: Page, world: ViewerWorld): Promise<Look> {
  await page.goto(`${world.url}/c/bench/lumen/kustomizations`);
  await page.getByText('Kustomization is not installed').waitFor();
  await page.waitForTimeout(2000);
  const seen = await page.evaluate(count => {
    const tasks: { start: number; duration: number }[] = [];
    const zero = performance.timeOrigin;
    new PerformanceObserver(list => {
      for (const { startTime, duration } of list.getEntries())
        tasks.push({ start: zero + startTime, duration });
    }).observe({ entryTypes: ['longtask'] });
    const query = 'of=Kustomization/flux-system/apps&from=a&to=b';
    history.pushState({}, '', `/c/bench/lumen/changes?${query}`);
    window.dispatchEvent(new PopStateEvent('popstate'));
    return new Promise<{ firstRow: number; whole: number; tasks: typeof tasks }>(resolve => {
      let firstRow = 0;
      const frame = () => {
        if (!firstRow && document.querySelector('[role=treeitem]')) firstRow = Date.now();
        if (document.body.textContent?.includes(`${count} changed`)) {
          const whole = Date.now();
          // Tasks are told of a moment after they end.
          setTimeout(() => resolve({ firstRow, whole, tasks }), 500);
        } else requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
  }, objects);
  const begun = world.begun();
  const longest = (tasks: typeof seen.tasks) =>
    Math.max(0, ...tasks.map(({ duration }) => duration));
  return {
    firstRow: seen.firstRow - begun,
    whole: seen.whole - begun,
    longest: longest(seen.tasks.filter(({ start, duration }) => start + duration > begun)),
    before: longest(seen.tasks.filter(({ start, duration }) => start + duration <= begun)),
  };
}

/** A cluster with a sidecar that has nothing but this to say, and Headlamp in front of it. */
async function startViewerWorld(pieces: readonly Uint8Array[], plugin: string) {
  let begun = 0;
  const sidecar = createServer((request, response) => {
    if (!request.url?.startsWith(changesRoute)) return void response.writeHead(404).end('{}');
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    begun = Date.now();
    void send(response, pieces);
  });
  await new Promise<void>(done => {
    sidecar.listen(0, '127.0.0.1', done);
  });
  const { port } = sidecar.address() as AddressInfo;
  const cluster = await startCluster({
    name: 'bench',
    dial: address => (address === podAddress ? { host: '127.0.0.1', port } : undefined),
  });
  const token = cluster.token('admin');
  const client = createClient({ server: cluster.url, ca: cluster.ca, token: async () => token });
  const at = (name: string) => ({ name, namespace, labels: { [serviceLabel.key]: 'lumen' } });
  const data = { [accessSecret.key]: Buffer.from('open').toString('base64') };
  await applyObjects(
    client,
    [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
      { apiVersion: 'v1', kind: 'Secret', metadata: at(accessSecret.name), data },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: at('lumen'),
        spec: { ports: [{ name: 'http', port: 8080, targetPort: 8080 }] },
      },
      {
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: at('lumen'),
        subsets: [{ addresses: [{ ip: podAddress }], ports: [{ name: 'http', port: 8080 }] }],
      },
    ],
    'bench'
  );
  client.close();
  const host = await startHost({
    ui: await buildHost(),
    plugins: [{ name: 'lumen', folder: plugin }],
    clusters: [{ name: 'bench', server: cluster.url, ca: cluster.ca, firstToken: token }],
  });
  const service = `/api/v1/namespaces/${namespace}/services/lumen:8080/proxy`;
  return {
    url: host.url,
    /** Of the change set, through the host, and who may read it. */
    address: `${host.url}/clusters/bench${service}${changesRoute}`,
    token,
    begun: () => begun,
    async close() {
      await host.close();
      await cluster.close();
      sidecar.close();
      sidecar.closeAllConnections();
    },
  };
}

async function send(response: ServerResponse, pieces: readonly Uint8Array[]): Promise<void> {
  for (const piece of pieces) {
    if (!response.write(piece)) await new Promise(resolve => response.once('drain', resolve));
  }
  response.end();
}
