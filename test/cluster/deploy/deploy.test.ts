import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readChanges } from '../../../src/cli/changeReader.ts';
import { findSidecar } from '../../../src/cli/sidecarProxy.ts';
import { conditionOf } from '../../../src/core/kubernetes/conditions.ts';
import { type KubernetesObject, record } from '../../../src/core/kubernetes/object.ts';
import { resourcePath } from '../../../src/core/kubernetes/path.ts';
import type { ApiError } from '../../../src/node/kubernetes/apiError.ts';
import { createClient, type KubernetesClient } from '../../../src/node/kubernetes/client.ts';
import { configMap } from '../../scenario/manifests.ts';
import { readAuditLog } from './auditLog.ts';
import { type InstalledWorld, sidecarAccount, startInstalledWorld } from './installedWorld.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 600_000 });
const patience = { timeout: 300_000, interval: 100 };
const namespace = 'flux-system';
const inFlux = `/api/v1/namespaces/${namespace}`;

let folder: string;
let world: InstalledWorld;
let admin: KubernetesClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lumen-deploy-'));
  world = await startInstalledWorld(folder);
  ({ admin } = world);
  await world.apply(...(await world.installation()));
  await becomesReady('lumen');
});
afterAll(async () => {
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

const kustomizationPath = (name: string) =>
  resourcePath({
    group: 'kustomize.toolkit.fluxcd.io',
    version: 'v1',
    plural: 'kustomizations',
    namespace,
    name,
  });

/** Ready at `revision`, where one is told. */
async function becomesReady(name: string, revision?: string): Promise<void> {
  const path = kustomizationPath(name);
  await vi.waitFor(async () => {
    const object = await admin.request<KubernetesObject>({ path });
    const { status = 'none', message = '' } = conditionOf(object, 'Ready') ?? {};
    expect(`${status} ${message}`).toMatch(/^True Applied revision/);
    if (revision) expect(record(object.status).lastAppliedRevision).toBe(revision);
  }, patience);
}

const read = <T = KubernetesObject>(path: string) => admin.request<T>({ path });
const deployment = () => read(`/apis/apps/v1/namespaces/${namespace}/deployments/lumen`);

describe('deploy/, installed by Flux', () => {
  it('runs, keeps its history on a volume, and belongs to Flux', async () => {
    const { metadata, spec, status } = await deployment();
    const claim = await read(`${inFlux}/persistentvolumeclaims/lumen-data`);
    expect({
      owner: metadata.labels?.['kustomize.toolkit.fluxcd.io/name'],
      replicas: [record(spec).replicas, record(status).readyReplicas],
      volume: record(claim.status).phase,
    }).toEqual({ owner: 'lumen', replicas: [1, 1], volume: 'Bound' });
  });

  it('keeps the restricted pod security standard that its namespace enforces', async () => {
    const template = record(record((await deployment()).spec).template);
    const dryRun = (spec: object) =>
      admin
        .request({
          method: 'POST',
          path: `${inFlux}/pods`,
          query: { dryRun: 'All' },
          body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'tried' }, spec },
        })
        .then(
          () => 'taken',
          (error: ApiError) => error.message
        );
    const spec = record(template.spec);
    const enforced = (await read(`/api/v1/namespaces/${namespace}`)).metadata.labels;
    expect([
      enforced?.['pod-security.kubernetes.io/enforce'],
      await dryRun(spec),
      // That somebody does look.
      await dryRun({ ...spec, securityContext: {} }),
    ]).toEqual([
      'restricted',
      'taken',
      expect.stringContaining('violates PodSecurity "restricted:latest"'),
    ]);
  });
});

/** Somebody who got the Role that is shipped for people, and nothing else. */
async function becomeReader(user: string): Promise<KubernetesClient> {
  const rbac = 'rbac.authorization.k8s.io';
  await world.apply({
    apiVersion: `${rbac}/v1`,
    kind: 'RoleBinding',
    metadata: { name: `reader-${user}`, namespace },
    roleRef: { apiGroup: rbac, kind: 'Role', name: 'lumen-reader' },
    subjects: [{ apiGroup: rbac, kind: 'User', name: user }],
  } as KubernetesObject);
  return createClient(world.access(user));
}

/** A repository with a value of a ConfigMap and one of a Secret, which nobody lets the sidecar read. */
async function startFleet() {
  const copy = await world.clone('fleet/fleet');
  const files = (color: string) => ({
    'apps/app.yaml': configMap('app', { color, site: '${site}', token: '${token}' }),
  });
  const first = await copy.push('Red', files('red'));
  await world.apply(
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace }, data },
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'secrets', namespace }, stringData },
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: 'fleet', namespace },
      spec: { interval: '1s', url: world.git.urlOf('fleet/fleet'), ref: { branch: 'main' } },
    },
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'fleet', namespace },
      spec: {
        interval: '1h',
        prune: true,
        path: './apps',
        targetNamespace: namespace,
        sourceRef: { kind: 'GitRepository', name: 'fleet' },
        postBuild: {
          substituteFrom: [
            { kind: 'ConfigMap', name: 'settings' },
            { kind: 'Secret', name: 'secrets' },
          ],
        },
      },
    } as KubernetesObject
  );
  await becomesReady('fleet', first);
  return { first, pushBlue: () => copy.push('Blue', files('blue')) };
}
const data = { site: 'noah' };
const stringData = { token: 'correct-horse-battery-staple' };

describe('the sidecar with the rights of deploy/', () => {
  it('tells a reader what changed, and that it could not read the variables', async () => {
    const reader = await becomeReader('nobody');
    const fleet = await startFleet();
    const ask = async (from: string, to: string) =>
      readChanges(await findSidecar(reader), { of: 'Kustomization/flux-system/fleet', from, to });
    // The first is kept before the second takes its place.
    await vi.waitFor(() => ask(fleet.first, fleet.first), patience);
    const second = await fleet.pushBlue();
    await becomesReady('fleet', second);
    const read = await vi.waitFor(() => ask(fleet.first, second), patience);
    reader.close();
    expect({
      objects: read.objects.map(({ diff }) => [
        diff.ref.name,
        diff.fields.map(({ path, kind }) => `${path} ${kind}`),
      ]),
      kustomizations: read.kustomizations.map(({ name, change }) => `${name} ${change}`),
      hasSecret: JSON.stringify(read).includes(stringData.token),
    }).toEqual({
      objects: [['app', ['data.color changed', 'data.site unknown', 'data.token unknown']]],
      kustomizations: ['flux-system/fleet partial'],
      hasSecret: false,
    });
  });

  it('writes nothing but its Secret’s data and its Lease, and does not insist where it is refused', async () => {
    const entries = await readAuditLog(world.plane.auditLog, sidecarAccount);
    const reads = new Set(['get', 'list', 'watch']);
    const writes = entries.filter(({ verb }) => !reads.has(verb));
    expect([...new Set(writes.map(({ verb, what }) => `${verb} ${what}`))].sort()).toEqual([
      'create leases/lumen',
      'patch secrets/lumen-access',
      'update leases/lumen',
    ]);
    const refused = entries.filter(({ code }) => code === 401 || code === 403);
    const counts = new Map<string, number>();
    for (const { verb, uri } of refused) {
      const key = `${verb} ${uri}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    // Not granted on purpose, and looked at again now and then: they may be granted later.
    expect([...counts.keys()].sort()).toEqual([
      `get ${inFlux}/configmaps/settings`,
      `get ${inFlux}/secrets/secrets`,
    ]);
    expect(Math.max(...counts.values())).toBeLessThan(15);
    const secret = await read(`${inFlux}/secrets/lumen-access`);
    const fields = secret.metadata.managedFields?.find(({ manager }) => manager === 'lumen');
    expect(Object.keys(record(fields?.fieldsV1))).toEqual(['f:data']);
  });
});
