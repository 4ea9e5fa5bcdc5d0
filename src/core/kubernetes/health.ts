import { conditionOf, firstTrue, isOutdated } from './conditions.ts';
import { builtInHealth } from './healthOfKinds.ts';
import { operatorHealth } from './healthOfOperators.ts';
import type { Health } from './healthStatus.ts';
import { type KubernetesObject, record } from './object.ts';
import { groupOf } from './ref.ts';

/**
 * The health of any object as a person sees it: by kstatus, and of the objects of some operators by what these say
 * beside a Ready condition.
 */
export function health(object: KubernetesObject, now: number): Health {
  const known = operatorHealth.get(`${groupOf(object.apiVersion)}/${object.kind}`);
  const isOld = object.metadata.deletionTimestamp !== undefined || isOutdated(object);
  return (isOld ? undefined : known?.(object)) ?? kstatus(object, now);
}

/**
 * What Flux waits for, by the rules of kstatus in their order, and with the reader for Jobs that Flux brings:
 * a running Job is in progress. `now`, in milliseconds, decides how long a pod may wait for a node.
 * Total: odd types count as absent.
 */
export function kstatus(object: KubernetesObject, now: number): Health {
  const { deletionTimestamp, generation } = object.metadata;
  if (deletionTimestamp) return { status: 'Terminating', says: { id: 'health.terminating' } };

  const observed = record(object.status).observedGeneration;
  if (typeof observed === 'number' && generation !== undefined && observed !== generation) {
    return {
      status: 'InProgress',
      says: { id: 'health.outdated', params: { observed, generation } },
    };
  }
  const decides = firstTrue(object, decisive);
  if (decides) {
    const { type, status, message, reason } = decides;
    const says = { id: 'health.condition', params: { type, said: message ?? reason ?? status } };
    return { status: type === 'Stalled' ? 'Failed' : 'InProgress', says };
  }
  const builtIn = builtInHealth.get(`${groupOf(object.apiVersion)}/${object.kind}`);
  if (builtIn) return builtIn(object, now);

  const ready = conditionOf(object, 'Ready');
  if (!ready) return { status: 'Current', says: { id: 'health.exists' } };
  const said = ready.message ?? ready.reason ?? ready.status;
  return {
    status: ready.status === 'True' ? 'Current' : 'InProgress',
    says: { id: 'health.condition', params: { type: 'Ready', said } },
  };
}

/** What decides whatever else is said; of both whichever comes first. */
const decisive = ['Reconciling', 'Stalled'];
