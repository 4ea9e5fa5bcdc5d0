import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Clock } from '../../src/core/kubernetes/informerLoop.ts';
import { toPage } from '../../src/core/kubernetes/listAnswer.ts';
import { keyOf } from '../../src/core/kubernetes/objectChange.ts';
import { buildGoTools, planeTools } from '../../src/demo/plane/goTools.ts';
import { type Plane, startPlane } from '../../src/demo/plane/plane.ts';
import { createClient, type KubernetesClient } from '../../src/node/kubernetes/client.ts';
import { readKubeconfig } from '../../src/node/kubernetes/kubeconfig.ts';
import { informerAdapters, type InformerSubject } from '../contract/informerAdapters.ts';
import { browserWindow } from '../doubles/browserWindow.ts';
import { type FaultyApi, startFaultyApi } from '../doubles/faultyApi.ts';

vi.mock('@kinvolk/headlamp-plugin/lib', () => import('../doubles/apiProxy.ts'));
vi.stubGlobal('window', browserWindow);

const clock: Clock = {
  now: Date.now,
  random: Math.random,
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
// Ten seconds of standstill, and programs that start on a busy machine.
vi.setConfig({ testTimeout: 300_000 });
const second = 1000;
const patience = { timeout: 120 * second };

// A control plane of its own: these tests break it.
let plane: Plane;
let folder: string;
let admin: KubernetesClient;
const undo: (() => unknown)[] = [];

beforeAll(async () => {
  const tools = await buildGoTools(planeTools, line => process.stderr.write(`${line}\n`));
  folder = await mkdtemp(join(tmpdir(), 'lumen-live-'));
  plane = await startPlane({
    name: 'live',
    folder,
    programs: tools.folder,
    // Watches of Secrets come from etcd itself, so that its compaction ends their history at once.
    apiServerArgs: ['--watch-cache-sizes=secrets#0'],
  });
  admin = createClient(readKubeconfig(plane.kubeconfig('admin')));
}, 120 * second);
afterEach(async () => {
  for (const call of undo.splice(0).reverse()) await call();
});
afterAll(async () => {
  admin?.close();
  await plane?.close();
  await rm(folder, { recursive: true, force: true });
}, 60 * second);

// Of the two in Node the one that the sidecar lists with beside Flux.
const adapters = Object.entries(informerAdapters).filter(([name]) => name !== 'Node');

describe.each(adapters)('the informer over %s', (adapter, start) => {
  let api: FaultyApi;
  let path: string;
  let subject: InformerSubject;
  let namespace: string;
  let count = 0;

  /** An informer that is live over a line of its own, in a namespace of its own. */
  async function open({ plural = 'configmaps', seconds = 600 } = {}) {
    namespace = `live-${adapter.toLowerCase()}-${(count += 1)}`;
    await admin.request({
      method: 'POST',
      path: '/api/v1/namespaces',
      body: { metadata: { name: namespace } },
    });
    path = `/api/v1/namespaces/${namespace}/${plural}`;
    api = await startFaultyApi({ url: plane.url, ca: plane.ca, token: plane.token('admin') });
    undo.push(() => api.close());
    api.shorten(seconds);
    subject = start({ url: api.url, namespace, plural, clock });
    undo.push(subject.close);
    await becomes('live');
  }

  const becomes = (name: string) => expect.poll(() => subject.phase().name, patience).toBe(name);
  /** How it went so far: what a busy server does while it comes back is not told. */
  const began = () => subject.phases.slice(0, 3);

  /** Held is what a fresh list says, object by object. */
  async function agrees() {
    const page = toPage(await admin.request({ path }));
    const fresh = (page?.items ?? [])
      .map(each => `${keyOf(each)}: ${each.metadata.resourceVersion}`)
      .sort();
    await expect.poll(subject.held, patience).toEqual(fresh);
    await becomes('live');
  }

  /** Somebody who never rests: creates, changes and deletes, whatever becomes of it. Returns its end. */
  function startChurn() {
    const kind = path.endsWith('secrets') ? 'Secret' : 'ConfigMap';
    let isOver = false;
    let written = 0;
    async function run() {
      for (let turn = 0; !isOver; turn += 1) {
        const name = `churn-${turn % 7}`;
        const body = { metadata: { name }, data: { turn: btoa(`turn ${turn}`) } };
        const isLast = turn % 5 === 4;
        const changed = await admin
          .request(
            isLast
              ? { method: 'DELETE', path: `${path}/${name}` }
              : {
                  method: 'PATCH',
                  path: `${path}/${name}?fieldManager=churn&force=true`,
                  body: { apiVersion: 'v1', kind, ...body },
                  contentType: 'application/apply-patch+yaml',
                }
          )
          .then(
            () => true,
            () => false
          );
        if (changed) written += 1;
        await new Promise(resolve => setTimeout(resolve, 20));
      }
    }
    const done = run();
    return {
      written: () => written,
      async end() {
        isOver = true;
        await done;
      },
    };
  }

  const watches = () => api.asked.filter(url => url.includes('watch=')).length;
  /** What asked for everything: lists, and watches that begin with what is there. */
  const wholes = () =>
    api.asked.filter(url => !url.includes('watch=') || url.includes('sendInitialEvents=')).length;

  it('stays live over watches that the server ends', async () => {
    await open({ seconds: 2 });
    const churn = startChurn();
    undo.push(churn.end);
    await expect.poll(watches, patience).toBeGreaterThan(5);
    await churn.end();
    await agrees();
    expect(subject.phases).toEqual(['loading', 'live']);
    expect(wholes()).toBe(1);
  });

  it('lists again where the history that it would go on from is compacted away', async () => {
    await open({ plural: 'secrets' });
    const churn = startChurn();
    undo.push(churn.end);
    await expect.poll(() => subject.held().length, patience).toBeGreaterThan(3);
    api.mute();
    const unheard = churn.written();
    await expect.poll(churn.written, patience).toBeGreaterThan(unheard + 30);
    await churn.end();
    await plane.etcd.compact();
    const asked = api.asked.length;
    api.cut();
    await agrees();
    const [reopened = '', relisted] = api.asked.slice(asked);
    expect([reopened, relisted]).toEqual([
      expect.stringContaining('watch='),
      expect.not.stringContaining('watch='),
    ]);
    // The server did say 410, and says it again.
    const answer = await admin.open({ path: reopened });
    const [frame = ''] = String((await answer.toArray()).join('')).split('\n');
    expect(JSON.parse(frame)).toMatchObject({ type: 'ERROR', object: { code: 410 } });
  });

  it('is stale while the API server is away, and misses nothing of what comes after', async () => {
    await open();
    const churn = startChurn();
    undo.push(churn.end);
    await expect.poll(churn.written, patience).toBeGreaterThan(10);
    await plane.apiServer.stop();
    await becomes('stale');
    const during = subject.held();
    await plane.apiServer.start();
    await becomes('live');
    const then = churn.written();
    await expect.poll(churn.written, patience).toBeGreaterThan(then + 10);
    await churn.end();
    await agrees();
    expect(during.length).toBeGreaterThan(0);
    expect(began()).toEqual(['loading', 'live', 'stale']);
  });

  it('says that it is stale where etcd stands still for ten seconds', async () => {
    await open();
    const churn = startChurn();
    undo.push(churn.end);
    await expect.poll(churn.written, patience).toBeGreaterThan(10);
    plane.etcd.signal('SIGSTOP');
    undo.push(() => plane.etcd.signal('SIGCONT'));
    const until = Date.now() + patience.timeout;
    // Again and again: a watch that lived is opened again where it was, which the API server can without etcd.
    for (
      let turn = 0;
      turn < 20 || (!subject.phases.includes('stale') && Date.now() < until);
      turn += 1
    ) {
      api.cut();
      await new Promise(resolve => setTimeout(resolve, second / 2));
    }
    expect(began()).toEqual(['loading', 'live', 'stale']);
    plane.etcd.signal('SIGCONT');
    const then = churn.written();
    await expect.poll(churn.written, patience).toBeGreaterThan(then + 10);
    await churn.end();
    await agrees();
  });
});
