import { toInventoryId } from '../../src/core/flux/inventory.ts';
import type { FluxKindName } from '../../src/core/flux/kinds.ts';
import { fluxKind } from '../../src/core/flux/kinds.ts';
import type { KubernetesObject } from '../../src/core/kubernetes/object.ts';
import { toRef } from '../../src/core/kubernetes/ref.ts';

const namespace = 'flux-system';
const perTeam = 49;
const revision = `main@sha1:${'5'.repeat(40)}`;

function fluxObject(
  kind: FluxKindName,
  name: string,
  spec: object,
  applied: KubernetesObject[] = []
) {
  const { group, versions } = fluxKind(kind);
  const entries = applied.map(object => ({ id: toInventoryId(toRef(object)), v: 'v1' }));
  const ready = {
    type: 'Ready',
    status: 'True',
    reason: 'Succeeded',
    message: `Applied revision: ${revision}`,
    lastTransitionTime: '2026-08-01T10:00:00Z',
  };
  return {
    apiVersion: `${group}/${versions[0]}`,
    kind,
    metadata: { name, namespace },
    spec: { interval: '10m', ...spec },
    status: {
      observedGeneration: 1,
      lastAppliedRevision: revision,
      lastAttemptedRevision: revision,
      ...(entries.length > 0 && { inventory: { entries } }),
      conditions: [ready],
    },
  };
}

/**
 * About `size` objects of Flux as a large installation has them: one source, a root, teams in layers that wait for each
 * other, and what each of them applies, every fifth of which waits for another.
 */
export function graphWorld(size: number): KubernetesObject[] {
  const sourceRef = { kind: 'GitRepository', name: 'fleet' };
  const source = fluxObject('GitRepository', 'fleet', { url: 'https://git.example.com/fleet.git' });
  const kustomization = (name: string, applied: KubernetesObject[], dependsOn: string[]) =>
    fluxObject(
      'Kustomization',
      name,
      {
        path: `./${name}`,
        prune: true,
        sourceRef,
        dependsOn: dependsOn.map(other => ({ name: other })),
      },
      applied
    );
  const objects: KubernetesObject[] = [];
  const teams = Array.from({ length: Math.floor((size - 2) / (perTeam + 1)) }, (_, team) => {
    const nameOf = (at: number) => `team-${team}-app-${at}`;
    const own = Array.from({ length: perTeam }, (__, at) =>
      kustomization(nameOf(at), [], at % 5 === 4 ? [nameOf(at - 1)] : [])
    );
    objects.push(...own);
    return kustomization(`team-${team}`, own, team >= 10 ? [`team-${team - 10}`] : []);
  });
  const root = kustomization('fleet', [source, ...teams], []);
  return [source, root, ...teams, ...objects];
}
