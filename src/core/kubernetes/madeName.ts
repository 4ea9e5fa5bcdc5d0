import type { ObjectRef } from './ref.ts';

/** The letters that Kubernetes' controllers make names of, so that no word comes of them. */
const made = '[bcdfghjklmnpqrstvwxz2456789]';
const hash = `${made}{1,10}`;
const random = `${made}{5}`;
const ordinal = '\\d+';

/** How controllers name what they make, behind the name of what they make it for. */
const endings: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  'apps/Deployment': {
    ReplicaSet: new RegExp(`^${hash}$`),
    Pod: new RegExp(`^${hash}-${random}$`),
  },
  'apps/ReplicaSet': { Pod: new RegExp(`^${random}$`) },
  'apps/StatefulSet': { Pod: new RegExp(`^${ordinal}$`) },
  'apps/DaemonSet': { Pod: new RegExp(`^${random}$`) },
  'batch/CronJob': {
    Job: new RegExp(`^${ordinal}$`),
    Pod: new RegExp(`^${ordinal}-${random}$`),
  },
  'batch/Job': { Pod: new RegExp(`^${random}$`) },
};

/**
 * Whether a name is one that the owner's controllers give to what they make: for what is gone, like the Pod that an
 * Event speaks of, when no owner reference can be looked up any more.
 */
export function isNameMadeFor(
  owner: ObjectRef,
  about: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>
): boolean {
  if (owner.namespace !== about.namespace || !about.name.startsWith(`${owner.name}-`)) return false;
  const ending = endings[`${owner.group}/${owner.kind}`]?.[about.kind];
  return ending?.test(about.name.slice(owner.name.length + 1)) ?? false;
}
