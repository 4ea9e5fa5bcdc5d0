import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { record } from '../../../src/core/kubernetes/object.ts';
import { type Cluster, startCluster } from '../../../src/demo/cluster/cluster.ts';
import { applyObjects } from '../../../src/demo/homelab/applyObjects.ts';
import { provisionCluster } from '../../../src/demo/homelab/bootstrap.ts';
import { createClient, type KubernetesClient } from '../../../src/node/kubernetes/client.ts';
import { readKubeconfig } from '../../../src/node/kubernetes/kubeconfig.ts';
import { runProcess, startProcess } from '../../../src/node/process.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const main = resolve(import.meta.dirname, '../../../src/sidecar/main.ts');
const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' };

let cluster: Cluster;
let client: KubernetesClient;
let folder: string;
let kubeconfig: string;

beforeAll(async () => {
  cluster = await startCluster();
  const access = readKubeconfig(cluster.kubeconfig('admin'));
  client = createClient(access);
  await provisionCluster(access);
  folder = await mkdtemp(join(tmpdir(), 'lumen-sidecar-test-'));
  kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, cluster.kubeconfig('admin'));
});

afterAll(async () => {
  client?.close();
  await cluster?.close();
  await rm(folder, { recursive: true, force: true });
});

const flags = (...more: string[]) => [main, '--kubeconfig', kubeconfig, ...more];

async function run(...more: string[]) {
  const ended = await runProcess(process.execPath, flags(...more), { env, timeout: 30_000 });
  return { code: ended.code, last: ended.stderr.toString().trim().split('\n').at(-1) };
}

/** A sidecar of its own; its log lines as they come. */
async function start() {
  const running = await startProcess(process.execPath, flags('--mode', 'apply'), { env });
  const lines: string[] = [];
  let rest = '';
  const listeners = new Set<() => void>();
  running.stderr.on('data', (chunk: Buffer) => {
    const [last = '', ...whole] = (rest + chunk.toString()).split('\n').reverse();
    rest = last;
    lines.push(...whole.reverse());
    listeners.forEach(tell => tell());
  });
  running.stdout.resume();
  return {
    ...running,
    until: (text: string) =>
      new Promise<void>((found, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`no line with ${text} among\n${lines.join('\n')}`)),
          40_000
        );
        const look = () => {
          if (!lines.some(line => line.includes(text))) return;
          clearTimeout(timer);
          listeners.delete(look);
          found();
        };
        listeners.add(look);
        look();
      }),
  };
}

async function holder(): Promise<unknown> {
  const path = '/apis/coordination.k8s.io/v1/namespaces/flux-system/leases/lumen';
  return record(record(await client.request({ path })).spec).holderIdentity;
}

describe('the sidecar', () => {
  it('says in one line what is wrong with its command line', async () => {
    expect([await run('--mode', 'both'), await run('--nope')]).toEqual([
      { code: 2, last: 'lumen: --mode both: must be apply or observe' },
      {
        code: 2,
        last: expect.stringMatching(/^lumen: --nope: no such flag; there are /) as string,
      },
    ]);
  });

  it('lets one of two reconcile, and the other when that one is gone', async () => {
    const first = await start();
    await first.until('"reconciling"');
    const second = await start();
    await second.until('"waiting for the lease"');
    const before = await holder();
    first.kill('SIGKILL');
    await first.ended;
    await second.until('"reconciling"');
    expect(await holder()).not.toBe(before);
    await second.close(5000);
    // A sidecar that ends in peace gives the Lease back.
    expect(await holder()).toBe('');
  });

  it('refuses to reconcile beside the controllers of Flux, naming them', async () => {
    const labels = {
      'app.kubernetes.io/part-of': 'flux',
      'app.kubernetes.io/component': 'kustomize-controller',
    };
    const matchLabels = { app: 'kustomize-controller' };
    const containers = [{ name: 'manager', image: 'ghcr.io/fluxcd/kustomize-controller:v1.9.4' }];
    await applyObjects(
      client,
      [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'kustomize-controller', namespace: 'flux-system', labels },
          spec: {
            selector: { matchLabels },
            template: { metadata: { labels: matchLabels }, spec: { containers } },
          },
        },
      ],
      'test'
    );
    expect(await run('--mode', 'apply')).toEqual({
      code: 1,
      last: 'lumen: Flux is installed here (flux-system/kustomize-controller): two reconcilers would fight; use --mode observe',
    });
  });
});
