import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type KubernetesObject, record, text } from '../../src/core/kubernetes/object.ts';
import { resourcePath } from '../../src/core/kubernetes/path.ts';
import { applyObjects } from '../../src/demo/homelab/applyObjects.ts';
import { buildHost } from '../../src/demo/host/build/buildHost.ts';
import { type Host, startHost } from '../../src/demo/host/server/host.ts';
import { realFluxCrds } from '../../src/demo/plane/fluxManifests.ts';
import { buildGoTools, planeTools } from '../../src/demo/plane/goTools.ts';
import { type Plane, startPlane } from '../../src/demo/plane/plane.ts';
import { ApiError } from '../../src/node/kubernetes/apiError.ts';
import { createClient, type KubernetesClient } from '../../src/node/kubernetes/client.ts';
import { readKubeconfig } from '../../src/node/kubernetes/kubeconfig.ts';
import { FluxPages, pathOf } from '../browser/fluxPages.ts';
import { createRoad, type Road } from '../browser/road.ts';
import { useBrowser } from '../browser/session.ts';

// Ten seconds of standstill, and programs that start on a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 240_000 });
const patience = { timeout: 120_000 };
const { open } = useBrowser();
const kustomizations = {
  group: 'kustomize.toolkit.fluxcd.io',
  version: 'v1',
  plural: 'kustomizations',
  namespace: 'default',
};
const list = resourcePath(kustomizations);

// A control plane of its own: these tests break it. Nobody reconciles here but the test.
let folder: string;
let plane: Plane;
let road: Road;
let host: Host;
let admin: KubernetesClient;
const undo: (() => unknown)[] = [];

beforeAll(async () => {
  const tools = await buildGoTools(planeTools, line => process.stderr.write(`${line}\n`));
  folder = await mkdtemp(join(tmpdir(), 'lumen-page-'));
  plane = await startPlane({ name: 'brittle', folder, programs: tools.folder });
  admin = createClient(readKubeconfig(plane.kubeconfig('admin')));
  await applyObjects(admin, await realFluxCrds(tools.crds), 'test');
  road = await createRoad(plane.url);
  await road.open();
  host = await startHost({
    ui: await buildHost(),
    plugins: [{ name: 'lumen', folder: resolve(import.meta.dirname, '../../dist') }],
    clusters: [
      { name: 'brittle', server: road.url, ca: plane.ca, firstToken: plane.token('admin') },
    ],
  });
});
afterEach(async () => {
  for (const call of undo.splice(0).reverse()) await call();
});
afterAll(async () => {
  await host?.close();
  await road?.close();
  admin?.close();
  await plane?.close();
  await rm(folder, { recursive: true, force: true });
});

const alive = 7;

/** A new Kustomization, reconciled, and the oldest deleted. No name comes twice: what a page misses stays to be seen. */
async function write(turn: number): Promise<void> {
  const name = `churn-${turn}`;
  const path = resourcePath({ ...kustomizations, name });
  const apply = (to: string, part: object) =>
    admin.request({
      method: 'PATCH',
      path: to,
      query: { fieldManager: 'churn', force: true },
      contentType: 'application/apply-patch+yaml',
      body: {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name, namespace: 'default' },
        ...part,
      },
    });
  const sourceRef = { kind: 'GitRepository', name: 'fleet' };
  await apply(path, { spec: { interval: '1h', prune: true, path: `./${turn}`, sourceRef } });
  const revision = `main@sha1:${turn.toString(16).padStart(7, '0').padEnd(40, 'f')}`;
  const conditions = [
    {
      type: 'Ready',
      status: 'True',
      reason: 'ReconciliationSucceeded',
      message: `Applied revision: ${revision}`,
      lastTransitionTime: new Date().toISOString(),
    },
  ];
  await apply(`${path}/status`, { status: { lastAppliedRevision: revision, conditions } });
  const oldest = resourcePath({ ...kustomizations, name: `churn-${turn - alive}` });
  if (turn >= alive) await admin.request({ method: 'DELETE', path: oldest });
}

let turn = 0;

/** Somebody who never rests, whatever becomes of it. */
function startChurn() {
  let isOver = false;
  let written = 0;
  async function run() {
    while (!isOver) {
      // The same turn again until it is done: nothing stays that nobody would delete.
      await write(turn).then(
        () => {
          written += 1;
          turn += 1;
        },
        error => {
          if (error instanceof ApiError && error.status === 404) turn += 1;
        }
      );
      await sleep(20);
    }
  }
  const done = run();
  const end = async () => {
    isOver = true;
    await done;
  };
  undo.push(end);
  return {
    end,
    async goesOn() {
      const then = written;
      await expect.poll(() => written, patience).toBeGreaterThan(then + 10);
    },
  };
}

/** The list of Kustomizations, live, with somebody at work in the cluster. */
async function look() {
  const churn = startChurn();
  await churn.goesOn();
  const { page } = await open(pathOf('Kustomization').replace('noah', 'brittle'), { ui: host.url });
  const flux = new FluxPages(page);
  await flux.rows.first().waitFor(patience);
  const staleness = page.getByText(/brittle is not live since/).first();
  const rows = async () => {
    const texts = await flux.rows.allTextContents();
    return texts.map(row => `${/churn-\d+/.exec(row)} ${/main@\w{7}/.exec(row)}`).sort();
  };
  return {
    churn,
    rows,
    becomesStale: () => staleness.waitFor(patience),
    becomesLive: () => staleness.waitFor({ state: 'detached', ...patience }),
    /** Row by row what a fresh list says. */
    async agrees() {
      const { items } = await admin.request<{ items: KubernetesObject[] }>({ path: list });
      const fresh = items.map(({ metadata, status }) => {
        const revision = text(record(status).lastAppliedRevision) ?? '';
        return `${metadata.name} ${revision.replace(/sha1:(\w{7}).*/, '$1')}`;
      });
      await expect.poll(rows, patience).toEqual(fresh.sort());
    },
  };
}

describe('a page that a person looks at', () => {
  it('is stale while the API server is away, then live, with nothing missed and nothing doubled', async () => {
    const { churn, rows, becomesStale, becomesLive, agrees } = await look();
    await plane.apiServer.stop();
    await becomesStale();
    const meanwhile = await rows();
    await plane.apiServer.start();
    await becomesLive();
    await churn.goesOn();
    await churn.end();
    await agrees();
    expect(meanwhile.length).toBeGreaterThan(0);
  });

  it('is stale where etcd stands still for ten seconds, then live, with nothing missed and nothing doubled', async () => {
    const { churn, rows, becomesStale, becomesLive, agrees } = await look();
    plane.etcd.signal('SIGSTOP');
    undo.push(() => plane.etcd.signal('SIGCONT'));
    let isOver = false;
    const stale = becomesStale();
    const end = () => (isOver = true);
    stale.then(end, end);
    // Again and again, until it is seen: a watch that lived is opened again where it was, which the API server can
    // without etcd, and then the page is live once more.
    for (let turn = 0; turn < 20 || !isOver; turn += 1) {
      road.cut();
      await sleep(500);
    }
    await stale;
    const meanwhile = await rows();
    plane.etcd.signal('SIGCONT');
    await becomesLive();
    await churn.goesOn();
    await churn.end();
    await agrees();
    expect(meanwhile.length).toBeGreaterThan(0);
  });
});
