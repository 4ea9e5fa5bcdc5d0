import type { KubernetesObject } from '../../src/core/kubernetes/object.ts';

export const now = Date.parse('2026-08-01T12:00:00Z');
const revision = `main@sha1:${'a'.repeat(40)}`;
const since = '2026-08-01T10:00:00Z';
/** Things that are broken, however large the world: what is well must cost nothing again. */
const broken = 10;

const condition = (type: string, status: string, reason: string, message = '') => ({
  ...{ type, status, reason, message, lastTransitionTime: since, observedGeneration: 1 },
});
const ready = [condition('Ready', 'True', 'ReconciliationSucceeded', `Applied: ${revision}`)];
const failed = [
  condition('Ready', 'False', 'BuildFailed', 'kustomize build failed: stat one.yaml: no such file'),
];
const available = [
  condition('Available', 'True', 'MinimumReplicasAvailable'),
  condition('Progressing', 'True', 'NewReplicaSetAvailable'),
];

/** So many objects, of a hundred each: two sources, twenty Kustomizations, ten HelmReleases, and what runs. */
export function diagnosisWorld(count: number): KubernetesObject[] {
  const counts = { sources: count * 0.02, kustomizations: count * 0.2, releases: count * 0.1 };
  const deployments = count - counts.sources - counts.kustomizations - counts.releases;
  const each = Math.ceil(deployments / counts.kustomizations);
  const space = (index: number) => `team-${index % 50}`;
  const flux = (group: string, kind: string, name: string, index: number, parts: object) =>
    ({
      apiVersion: `${group}.toolkit.fluxcd.io/${kind === 'HelmRelease' ? 'v2' : 'v1'}`,
      kind,
      metadata: { name: `${name}-${index}`, namespace: space(index), generation: 1 },
      ...parts,
    } as KubernetesObject);
  const objects: KubernetesObject[] = [];
  for (let at = 0; at < counts.sources; at++) {
    objects.push(
      flux('source', 'GitRepository', 'source', at, {
        spec: { url: `https://forge.example/${at}` },
        status: { observedGeneration: 1, artifact: { revision }, conditions: ready },
      })
    );
  }
  const brokenEvery = Math.floor(counts.kustomizations / broken);
  for (let at = 0; at < counts.kustomizations; at++) {
    const entries = Array.from({ length: each }, (_, index) => ({
      id: `${space(at)}_app-${at * each + index}_apps_Deployment`,
      v: 'v1',
    }));
    const dependency = { name: `apps-${at - 50}`, namespace: space(at) };
    objects.push(
      flux('kustomize', 'Kustomization', 'apps', at, {
        spec: {
          path: './apps',
          interval: '10m',
          sourceRef: { kind: 'GitRepository', name: `source-${at % counts.sources}` },
          dependsOn: at >= 50 ? [dependency] : [],
        },
        status: {
          observedGeneration: 1,
          lastAppliedRevision: revision,
          inventory: { entries },
          conditions: at % brokenEvery === brokenEvery - 1 ? failed : ready,
        },
      })
    );
  }
  for (let at = 0; at < counts.releases; at++) {
    const sourceRef = { kind: 'GitRepository', name: `source-${at % counts.sources}` };
    objects.push(
      flux('helm', 'HelmRelease', 'release', at, {
        spec: { chart: { spec: { chart: 'app', sourceRef } } },
        status: { observedGeneration: 1, conditions: ready },
      })
    );
  }
  for (let at = 0; at < deployments; at++) {
    const owner = Math.floor(at / each);
    const label = (what: string) => `kustomize.toolkit.fluxcd.io/${what}`;
    const labels = { [label('name')]: `apps-${owner}`, [label('namespace')]: space(owner) };
    objects.push({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: `app-${at}`, namespace: space(owner), generation: 1, labels },
      spec: { replicas: 1 },
      status: {
        ...{ observedGeneration: 1, replicas: 1, updatedReplicas: 1 },
        ...{ readyReplicas: 1, availableReplicas: 1, conditions: available },
      },
    });
  }
  return objects;
}
