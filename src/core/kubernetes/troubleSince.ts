import { conditionOf } from './conditions.ts';
import { type KubernetesObject, record, text } from './object.ts';

/** When something stopped being well; `atLeast`: then or earlier. */
export interface TroubleSince {
  time: string;
  atLeast: boolean;
}

/** Conditions that say how an object is, by kind: those whose controllers keep the time of the last change. */
const telling: Readonly<Record<string, string>> = {
  Deployment: 'Available',
  Pod: 'Ready',
};

/** Since when an object that is not well has not been, as far as it tells itself. */
export function troubleSince(object: KubernetesObject): TroubleSince | undefined {
  const { deletionTimestamp, creationTimestamp } = object.metadata;
  if (deletionTimestamp) return { time: deletionTimestamp, atLeast: false };
  const phase = text(record(object.status).phase);
  if (object.kind === 'PersistentVolumeClaim' && phase === 'Pending' && creationTimestamp) {
    return { time: creationTimestamp, atLeast: false };
  }
  const condition = conditionOf(object, telling[object.kind] ?? 'Ready');
  if (condition?.status !== 'True' && condition?.lastTransitionTime) {
    // What writes Ready again at each try resets its time with it: only built-in kinds are known not to.
    return { time: condition.lastTransitionTime, atLeast: !(object.kind in telling) };
  }
  // An old pod may serve still: what the rollout waits for began with the newest try.
  const rollout = conditionOf(object, 'Progressing');
  const isLate = rollout?.status === 'False' && rollout.lastTransitionTime;
  return isLate ? { time: isLate, atLeast: true } : undefined;
}
