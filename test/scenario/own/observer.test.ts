import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { resourcePath } from '../../../src/core/kubernetes/path.ts';
import { type Cluster, startCluster } from '../../../src/demo/cluster/cluster.ts';
import { applyObjects } from '../../../src/demo/homelab/applyObjects.ts';
import { provisionCluster } from '../../../src/demo/homelab/bootstrap.ts';
import { createClient, type KubernetesClient } from '../../../src/node/kubernetes/client.ts';
import { readKubeconfig } from '../../../src/node/kubernetes/kubeconfig.ts';
import type { Ledger } from '../../../src/sidecar/ledger/ledger.ts';
import { createMemoryLedger } from '../../../src/sidecar/ledger/memoryLedger.ts';
import {
  type Observer,
  type ObserverOptions,
  startObserver,
} from '../../../src/sidecar/observe/observer.ts';
import { systemClock } from '../../../src/sidecar/workQueue.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let cluster: Cluster;
let admin: KubernetesClient;
let folder: string;
let ledger: Ledger;
let observer: Observer | undefined;
const fetched: string[] = [];

beforeAll(async () => {
  cluster = await startCluster();
  const access = readKubeconfig(cluster.kubeconfig('admin'));
  admin = createClient(access);
  await provisionCluster(access);
  folder = await mkdtemp(join(tmpdir(), 'lumen-observer-'));
});
afterEach(async () => {
  await observer?.close();
  observer = undefined;
});
afterAll(async () => {
  admin?.close();
  await cluster?.close();
  await rm(folder, { recursive: true, force: true });
});

/** An observer whose storage and renderer are what a case needs. */
function observe(more: Partial<ObserverOptions> = {}): void {
  ledger = createMemoryLedger();
  fetched.length = 0;
  observer = startObserver({
    client: admin,
    ledger,
    log: { info() {}, error() {} },
    clock: systemClock,
    workFolder: folder,
    masking: () => () => ({ digest: () => '0'.repeat(32) }),
    scrub: text => text,
    readVariables: async () => ({ state: 'absent' }),
    versionOf: () => undefined,
    commitOf: async () => undefined,
    async fetchArtifact({ url }) {
      fetched.push(url);
      return Buffer.alloc(0);
    },
    async unpackArchive() {},
    render: async () => ({
      nodes: [],
      builds: new Map(),
      objects: new Map(),
      skipped: 0,
      rendered: 0,
    }),
    ...more,
  });
}

const at = { group: 'source.toolkit.fluxcd.io', version: 'v1', plural: 'gitrepositories' };
const revisionOf = (digit: number) => `main@sha1:${String(digit).repeat(40)}`;

async function serve(name: string, digit: number, more: Record<string, unknown> = {}) {
  await applyObjects(
    admin,
    [
      {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'GitRepository',
        metadata: { name, namespace: 'default' },
        spec: { interval: '1h', url: 'https://git.example.com/x.git' },
      },
    ],
    'test'
  );
  const artifact = {
    revision: revisionOf(digit),
    digest: `sha256:${String(digit).repeat(64)}`,
    url: `http://storage/${name}/${digit}`,
    path: `${name}/${digit}`,
    lastUpdateTime: '2026-11-22T10:00:00Z',
  };
  await admin.request({
    method: 'PATCH',
    path: resourcePath({ ...at, namespace: 'default', name, subresource: 'status' }),
    contentType: 'application/merge-patch+json',
    body: { status: { artifact, ...more } },
  });
}

/** What the ledger has of a source, the newest first, once it has so many rows. */
function rows(name: string, count: number) {
  const source = `GitRepository/default/${name}`;
  return vi.waitFor(
    async () => {
      const known = await ledger.revisions({ source, limit: 10 });
      expect(known).toHaveLength(count);
      return known.map(({ revision, tree, problem }) => ({
        revision,
        isRendered: tree !== undefined,
        problem,
      }));
    },
    { timeout: 20_000, interval: 50 }
  );
}

describe('the observer', () => {
  it('gives up on a storage that stalls, and meanwhile works on what another serves', async () => {
    observe({
      fetchTimeout: 1500,
      fetchArtifact: ({ url }, signal) =>
        url.includes('stalled')
          ? new Promise((_resolve, reject) => {
              signal.addEventListener('abort', () => reject(signal.reason as Error));
            })
          : Promise.resolve(Buffer.alloc(0)),
    });
    await serve('stalled', 1);
    await serve('quick', 1);
    expect(await rows('quick', 1)).toEqual([
      { revision: revisionOf(1), isRendered: true, problem: undefined },
    ]);
    expect(await ledger.revisions({ source: 'GitRepository/default/stalled', limit: 1 })).toEqual(
      []
    );
    const [row] = await rows('stalled', 1);
    expect(row?.problem).toBe(
      'the artifact could not be fetched: http://storage/stalled/1: not whole within 1.5 s'
    );
  });

  it('renders the newest of many, and names those that it overtook', async () => {
    let free = () => {};
    const gate = new Promise<void>(resolve => (free = resolve));
    let begun = () => {};
    const working = new Promise<void>(resolve => (begun = resolve));
    observe({
      async unpackArchive() {
        begun();
        await gate;
      },
    });
    await serve('busy', 1);
    await working;
    for (const digit of [2, 3, 4]) await serve('busy', digit);
    await vi.waitFor(() => {
      const [source] = observer?.sources().filter(each => each.metadata.name === 'busy') ?? [];
      expect(JSON.stringify(source?.status)).toContain(revisionOf(4));
    });
    free();
    const problem = `not rendered: ${revisionOf(4)} came before it was its turn`;
    const known = await rows('busy', 4);
    expect(known.sort((a, b) => a.revision.localeCompare(b.revision))).toEqual([
      { revision: revisionOf(1), isRendered: true, problem: undefined },
      { revision: revisionOf(2), isRendered: false, problem },
      { revision: revisionOf(3), isRendered: false, problem },
      { revision: revisionOf(4), isRendered: true, problem: undefined },
    ]);
  });

  it('fetches nothing for a status that names the same artifact', async () => {
    observe();
    await serve('still', 1);
    await rows('still', 1);
    for (const observedGeneration of [2, 3, 4]) await serve('still', 1, { observedGeneration });
    await serve('still', 5);
    await rows('still', 2);
    expect(fetched.filter(url => url.includes('/still/'))).toEqual([
      'http://storage/still/1',
      'http://storage/still/5',
    ]);
  });

  it('says what its rights keep from it, and is complete without', async () => {
    const nobody = createClient(readKubeconfig(cluster.kubeconfig('nobody')));
    observe({ client: nobody });
    await vi.waitFor(() => expect(observer?.state().isComplete).toBe(true), 20_000);
    const phases = observer?.state().watches.map(({ kind, phase }) => `${kind}: ${phase}`);
    expect(phases?.filter(line => line.includes('Kustomization'))).toEqual([
      'Kustomization: forbidden',
      'Event of Kustomization: forbidden',
    ]);
    await observer?.close();
    nobody.close();
  });
});
