import { describe, expect, it } from 'vitest';
import { kustomization } from '../../../test/fixtures/fluxObjects.ts';
import { toInventoryId } from '../flux/inventory.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { appliedReads, belowReads, leaseReads } from './reads.ts';

const applier = (
  spec: Record<string, unknown>,
  ...kinds: [group: string, kind: string][]
): KubernetesObject => {
  const object = kustomization('apps', { spec });
  const entries = kinds.map(([group, kind]) => ({
    id: toInventoryId({ group, kind, namespace: 'media', name: 'x' }),
    v: 'v1',
  }));
  return { ...object, status: { ...object.status, inventory: { entries } } };
};

const deployment = (name: string, labels: Record<string, string>, status?: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: name, labels, generation: 1 },
  spec: { replicas: 1 },
  status: { observedGeneration: 1, ...status },
});
const owned = {
  'kustomize.toolkit.fluxcd.io/name': 'apps',
  'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
};

describe('what a diagnosis reads', () => {
  it('is each applied kind once, by the label of who applied it', () => {
    const kinds: [string, string][] = [
      ['apps', 'Deployment'],
      ['apps', 'Deployment'],
      ['', 'Secret'],
      ['', 'ConfigMap'],
      ['helm.toolkit.fluxcd.io', 'HelmRelease'],
    ];
    expect(appliedReads([applier({}, ...kinds)])).toEqual([
      {
        kind: { group: 'apps', kind: 'Deployment' },
        labelSelector: 'kustomize.toolkit.fluxcd.io/name',
      },
    ]);
  });

  it('is what makes Secrets whole, with the stores that it reads, whoever made those', () => {
    const reads = appliedReads([applier({}, ['external-secrets.io', 'ExternalSecret'])]);
    expect(reads.map(({ kind, labelSelector }) => [kind.kind, labelSelector])).toEqual([
      ['ExternalSecret', undefined],
      ['SecretStore', undefined],
      ['ClusterSecretStore', undefined],
    ]);
  });

  it('is nothing here of what was applied to another cluster', () => {
    const remote = { kubeConfig: { secretRef: { name: 'elsewhere' } } };
    expect(appliedReads([applier(remote, ['apps', 'Deployment'])])).toEqual([]);
  });

  it('is what lies below only where something applied, or a controller, is not healthy', () => {
    const well = {
      replicas: 1,
      updatedReplicas: 1,
      availableReplicas: 1,
      readyReplicas: 1,
      conditions: [{ type: 'Available', status: 'True' }],
    };
    const objects = [
      deployment('well', owned, well),
      deployment('ill', owned),
      deployment('foreign', {}),
      deployment('flux', { 'app.kubernetes.io/part-of': 'flux' }),
    ];
    expect(
      belowReads(objects, 0).map(({ kind, namespace }) => `${kind.kind} ${namespace}`)
    ).toEqual(
      ['flux', 'ill'].flatMap(place => [
        `ReplicaSet ${place}`,
        `Pod ${place}`,
        `PersistentVolumeClaim ${place}`,
      ])
    );
    expect(leaseReads(objects).map(({ namespace }) => namespace)).toEqual(['flux']);
  });
});
