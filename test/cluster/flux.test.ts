import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type KubernetesObject, list, record } from '../../src/core/kubernetes/object.ts';
import { fluxControllers } from '../../src/demo/plane/fluxControllers.ts';
import { createClient, type KubernetesClient } from '../../src/node/kubernetes/client.ts';
import { runProcess } from '../../src/node/process.ts';
import { sharedPlane } from './sharedPlane.ts';

const names = fluxControllers.map(({ name }) => name).sort();
const main = resolve(import.meta.dirname, '../../src/sidecar/main.ts');
const inFlux = (path: string) => `${path}/namespaces/flux-system`;

const plane = sharedPlane();
let client: KubernetesClient;
let folder: string;
beforeAll(async () => {
  if (!plane) throw new Error('This suite is about the real control plane: npm run test:cluster');
  client = createClient(plane.access('admin'));
  folder = await mkdtemp(join(tmpdir(), 'lumen-flux-'));
});
afterAll(async () => {
  client?.close();
  await rm(folder, { recursive: true, force: true });
});

async function listOf(path: string): Promise<KubernetesObject[]> {
  return list(record(await client.request({ path })).items) as unknown as KubernetesObject[];
}

it('has a ready Deployment and a held Lease for each controller of Flux', async () => {
  await vi.waitFor(
    async () => {
      const deployments = await listOf(`${inFlux('/apis/apps/v1')}/deployments`);
      const ready = deployments
        .filter(({ status }) => record(status).readyReplicas === 1)
        .map(({ metadata }) => metadata.name);
      expect(ready.sort()).toEqual([...names, 'lumen'].sort());
    },
    { timeout: 90_000 }
  );
  const leases = await listOf(`${inFlux('/apis/coordination.k8s.io/v1')}/leases`);
  expect(leases.map(({ metadata }) => metadata.name).sort()).toEqual(
    [...names.map(name => `${name}-leader-election`), 'lumen'].sort()
  );
});

it('has the sidecar behind the service proxy, alive and ready', async () => {
  const proxy = `${inFlux('/api/v1')}/services/http:lumen:8080/proxy`;
  expect([
    await client.request({ path: `${proxy}/healthz` }),
    await client.request({ path: `${proxy}/readyz` }),
  ]).toEqual([{ status: 'ok' }, { status: 'ok' }]);
});

it('refuses a sidecar that would reconcile beside Flux, and says what it found', async () => {
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, plane?.kubeconfig('admin') ?? '');
  const args = [main, '--mode', 'apply', '--kubeconfig', kubeconfig];
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' };
  const ended = await runProcess(process.execPath, args, { env, timeout: 60_000 });
  const found = names.map(name => `flux-system/${name}`).join(', ');
  expect({ code: ended.code, last: ended.stderr.toString().trim().split('\n').at(-1) }).toEqual({
    code: 1,
    last: `lumen: Flux is installed here (${found}): two reconcilers would fight; use --mode observe`,
  });
});
