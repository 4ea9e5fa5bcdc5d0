import type { KubernetesObject } from './object.ts';
import { groupOf } from './ref.ts';

/** A kind that workloads make objects of, and where the API serves it. */
export interface BelowKind {
  group: string;
  kind: string;
  version: string;
  plural: string;
}

const pods: BelowKind = { group: '', kind: 'Pod', version: 'v1', plural: 'pods' };
const replicaSets: BelowKind = {
  group: 'apps',
  kind: 'ReplicaSet',
  version: 'v1',
  plural: 'replicasets',
};
const jobs: BelowKind = { group: 'batch', kind: 'Job', version: 'v1', plural: 'jobs' };

const madeBy: Readonly<Record<string, readonly BelowKind[]>> = {
  'apps/Deployment': [replicaSets, pods],
  'apps/ReplicaSet': [pods],
  'apps/StatefulSet': [pods],
  'apps/DaemonSet': [pods],
  'batch/CronJob': [jobs, pods],
  'batch/Job': [pods],
};

/** The kinds that are found below an object of this one, down to its pods; none where it runs nothing. */
export function kindsBelow({ group, kind }: { group: string; kind: string }): readonly BelowKind[] {
  return madeBy[`${group}/${kind}`] ?? [];
}

/** Objects by the uid of their controller: the owner that made them and will make them again. */
export function byController(
  objects: Iterable<KubernetesObject>
): ReadonlyMap<string, KubernetesObject[]> {
  const owned = new Map<string, KubernetesObject[]>();
  for (const object of objects) {
    const owner = object.metadata.ownerReferences?.find(({ controller }) => controller === true);
    if (!owner) continue;
    const found = owned.get(owner.uid);
    if (found) found.push(object);
    else owned.set(owner.uid, [object]);
  }
  for (const made of owned.values()) made.sort(newestFirst);
  return owned;
}

/** Of what one controller made: what it made last tells of its present spec. */
export function newestFirst(a: KubernetesObject, b: KubernetesObject): number {
  const made = ({ metadata }: KubernetesObject) => metadata.creationTimestamp ?? '';
  return made(b).localeCompare(made(a)) || a.metadata.name.localeCompare(b.metadata.name);
}

/** An old ReplicaSet that is kept for a rollback only, and runs nothing. */
export function isRetired(object: KubernetesObject, newest: KubernetesObject | undefined): boolean {
  if (groupOf(object.apiVersion) !== 'apps' || object.kind !== 'ReplicaSet') return false;
  return object !== newest && !object.spec?.replicas && !object.status?.replicas;
}
