import { health } from '../kubernetes/health.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { Sentence } from '../sentence.ts';
import type { InventoryEntry } from './inventory.ts';
import { fluxKindOf } from './kinds.ts';
import { fluxState, type StateName } from './state.ts';
import { stateLineOf } from './stateLine.ts';

/** What was found where an inventory names an object: `unread` means that nobody looked. */
export type Found =
  | { looked: 'reading' }
  | { looked: 'unread'; why: Sentence }
  | { looked: 'read'; object?: KubernetesObject };

/** An inventory's object, judged by what was seen of it and by nothing else. */
export interface AppliedVerdict {
  verdict: 'unhealthy' | 'progressing' | 'healthy' | 'notChecked';
  /** The shape of StateMark that stands for it. */
  mark: StateName;
  says: Sentence;
  /** The controller's own words, where `says` has room for them. */
  message?: string;
}

const marks = { unhealthy: 'failing', progressing: 'progressing', healthy: 'ready' } as const;

function judgeFlux(object: KubernetesObject): AppliedVerdict {
  const state = fluxState(object);
  const line = stateLineOf(object, state);
  const verdicts: Partial<Record<StateName, AppliedVerdict['verdict']>> = {
    failing: 'unhealthy',
    stalled: 'unhealthy',
    retrying: 'unhealthy',
    ready: 'healthy',
    suspended: 'healthy',
    unknown: 'notChecked',
    static: 'healthy',
  };
  return {
    verdict: verdicts[state.name] ?? 'progressing',
    mark: state.name,
    says: line?.says ?? state.says,
    message: line?.message,
  };
}

/** `now` in milliseconds: kstatus lets a pod wait for a node for some seconds. */
export function judgeApplied(entry: InventoryEntry, found: Found, now: number): AppliedVerdict {
  if (found.looked === 'reading') {
    return { verdict: 'notChecked', mark: 'unknown', says: { id: 'applied.reading' } };
  }
  if (found.looked === 'unread') return { verdict: 'notChecked', mark: 'unknown', says: found.why };
  if (!found.object) {
    return { verdict: 'unhealthy', mark: 'failing', says: { id: 'applied.missing' } };
  }
  if (fluxKindOf(entry.group, entry.kind)) return judgeFlux(found.object);
  const { status, says } = health(found.object, now);
  const verdict =
    status === 'Current' ? 'healthy' : status === 'Failed' ? 'unhealthy' : 'progressing';
  const mark = status === 'Terminating' ? 'terminating' : marks[verdict];
  return { verdict, mark, says };
}
