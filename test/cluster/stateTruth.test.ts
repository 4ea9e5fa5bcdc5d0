import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { fluxKinds } from '../../src/core/flux/kinds.ts';
import { fluxState, type StateName } from '../../src/core/flux/state.ts';
import { type KubernetesObject, list, record } from '../../src/core/kubernetes/object.ts';
import { resourcePath } from '../../src/core/kubernetes/path.ts';
import { configMap, deployment, gitRepository, kustomization } from '../scenario/manifests.ts';
import { type ScenarioWorld, startScenarioWorld } from '../scenario/scenarioWorld.ts';
import { type FluxGet, type FluxGetRow, startFluxGet } from './fluxGet.ts';
import { sharedPlane } from './sharedPlane.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 900_000 });

let world: ScenarioWorld;
let flux: FluxGet;
beforeAll(async () => {
  flux = await startFluxGet(sharedPlane()?.kubeconfig('admin') ?? '');
  world = await startScenarioWorld();
});
afterAll(async () => {
  await world?.close();
  await flux?.close();
});

/** Every Flux object of the plane, of other suites too, by `KIND/NAMESPACE/NAME`. */
async function readAll(): Promise<Map<string, KubernetesObject>> {
  const all = new Map<string, KubernetesObject>();
  for (const { group, plural, singular, kind, versions } of fluxKinds) {
    const path = resourcePath({ group, version: versions[0] ?? '', plural });
    const answer = await world.client.request({ path }).catch(() => ({}));
    for (const item of list(record(answer).items)) {
      const object = { ...record(item), kind, apiVersion: `${group}/${versions[0]}` };
      const { metadata } = object as unknown as KubernetesObject;
      all.set(`${singular}/${metadata.namespace}/${metadata.name}`, object as KubernetesObject);
    }
  }
  return all;
}

/** What READY says beside each state; of the others, and while being looked at again, anything may be true. */
const wanted: Partial<Record<StateName, string>> = {
  ready: 'True',
  failing: 'False',
  stalled: 'False',
  pending: 'False',
};

function isTrue(object: KubernetesObject, row: FluxGetRow): boolean {
  const { name, checking } = fluxState(object);
  if (name === 'terminating') return true;
  if (row.suspended !== undefined && (name === 'suspended') !== (row.suspended === 'True')) {
    return false;
  }
  const ready = checking ? undefined : wanted[name];
  return row.ready === undefined || ready === undefined || ready === row.ready;
}

/** Compares what did not change while `flux get` looked: the states seen, and where the two contradict each other. */
async function compare() {
  const before = await readAll();
  const rows = await flux.rows();
  const after = await readAll();
  const seen = new Map<string, StateName>();
  const contradictions: string[] = [];
  for (const [key, object] of before) {
    const row = rows.get(key);
    const { resourceVersion } = object.metadata;
    if (!row || after.get(key)?.metadata.resourceVersion !== resourceVersion) continue;
    const { name } = fluxState(object);
    seen.set(key, name);
    if (!isTrue(object, row)) {
      contradictions.push(`${key} is ${name}; flux get: ${JSON.stringify(row)}`);
    }
  }
  return { seen, contradictions };
}

it('says of no object what flux get denies', async () => {
  const place = await world.place('truth');
  const { namespace } = place;
  await place.push('Begin', {
    'well/a.yaml': configMap('a'),
    'rests/r.yaml': configMap('r'),
    'broken/b.yaml': 'kind: ConfigMap\n  nonsense: [\n',
    'slow/s.yaml': deployment('s', { image: 'docker.io/library/nginx:0.0.0' }),
  });
  const url = world.git.urlOf(place.repository);
  const named = (name: string, spec: Record<string, unknown>) => {
    const source = gitRepository(place, url, spec);
    return { ...source, metadata: { ...source.metadata, name } };
  };
  await world.apply(
    named('source', {}),
    named('branchless', { ref: { branch: 'gone' } }),
    named('resting', { suspend: true }),
    kustomization(place, 'well'),
    kustomization(place, 'rests', { suspend: true }),
    kustomization(place, 'broken'),
    kustomization(place, 'slow', { wait: true, timeout: '5m' }),
    kustomization(place, 'waits', { dependsOn: [{ name: 'nobody' }] }),
    kustomization(place, 'stalls', {
      dependsOn: [{ name: 'well', readyExpr: 'dep.status ==' }],
    }),
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'HelmRepository',
      metadata: { name: 'oci', namespace },
      spec: { type: 'oci', url: 'oci://127.0.0.1:9/charts' },
    },
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'HelmRepository',
      metadata: { name: 'silent', namespace },
      spec: { interval: '1h', timeout: '2s', url: 'http://127.0.0.1:9/charts' },
    },
    {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: 'chartless', namespace },
      spec: {
        interval: '1h',
        chart: { spec: { chart: 'x', sourceRef: { kind: 'HelmRepository', name: 'silent' } } },
      },
    },
    {
      apiVersion: 'image.toolkit.fluxcd.io/v1',
      kind: 'ImageRepository',
      metadata: { name: 'silent', namespace },
      spec: { interval: '1h', timeout: '2s', image: '127.0.0.1:9/app' },
    },
    {
      apiVersion: 'image.toolkit.fluxcd.io/v1',
      kind: 'ImagePolicy',
      metadata: { name: 'bad', namespace },
      spec: {
        imageRepositoryRef: { name: 'silent' },
        policy: { semver: { range: 'not a range' } },
      },
    },
    {
      apiVersion: 'notification.toolkit.fluxcd.io/v1',
      kind: 'Receiver',
      metadata: { name: 'tokenless', namespace },
      spec: {
        type: 'github',
        secretRef: { name: 'nowhere' },
        resources: [{ kind: 'GitRepository', name: 'source' }],
      },
    },
    {
      apiVersion: 'notification.toolkit.fluxcd.io/v1beta3',
      kind: 'Provider',
      metadata: { name: 'chat', namespace },
      spec: { type: 'slack', address: 'http://127.0.0.1:9/hook' },
    },
    {
      apiVersion: 'notification.toolkit.fluxcd.io/v1beta3',
      kind: 'Alert',
      metadata: { name: 'all', namespace },
      spec: { providerRef: { name: 'chat' }, eventSources: [{ kind: 'Kustomization', name: '*' }] },
    }
  );
  const expected: Record<string, StateName> = {
    'gitrepository/truth/branchless': 'failing',
    'gitrepository/truth/resting': 'suspended',
    'gitrepository/truth/source': 'ready',
    'helmrelease/truth/chartless': 'pending',
    'helmrepository/truth/oci': 'static',
    'helmrepository/truth/silent': 'failing',
    'imagerepository/truth/silent': 'failing',
    'kustomization/truth/broken': 'failing',
    'kustomization/truth/rests': 'suspended',
    'kustomization/truth/slow': 'progressing',
    'kustomization/truth/stalls': 'stalled',
    'kustomization/truth/waits': 'pending',
    'kustomization/truth/well': 'ready',
    'receiver/truth/tokenless': 'failing',
    'alert/truth/all': 'static',
    'provider/truth/chat': 'static',
    'imagepolicy/truth/bad': 'stalled',
  };
  const lies: string[] = [];
  await vi.waitFor(
    async () => {
      const { seen, contradictions } = await compare();
      // Also of those that were on their way, and of what other suites do meanwhile.
      lies.push(...contradictions);
      expect(Object.fromEntries([...seen].filter(([key]) => key in expected))).toEqual(expected);
    },
    { timeout: 200_000, interval: 500 }
  );
  expect(lies).toEqual([]);
});
