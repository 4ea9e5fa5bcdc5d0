/** How many replicas one ReplicaSet is told to have, and how many of its pods are available. */
interface Replicas {
  replicas: number;
  available: number;
}

export interface Rollout {
  /** What the Deployment wants in all. */
  want: number;
  maxSurge: number;
  maxUnavailable: number;
  /** Of the template that is wanted now. */
  now: Replicas;
  /** Of earlier templates, the oldest first. */
  olds: Replicas[];
}

export interface RollingUpdate {
  maxSurge?: unknown;
  maxUnavailable?: unknown;
}

/** `3` or `25%` of the replicas: surge rounds up, unavailable down, and they are never both nothing. */
export function toBounds(
  update: RollingUpdate,
  want: number
): { maxSurge: number; maxUnavailable: number } {
  const maxSurge = toCount(update.maxSurge, want, Math.ceil);
  const maxUnavailable = toCount(update.maxUnavailable, want, Math.floor);
  return { maxSurge, maxUnavailable: maxSurge + maxUnavailable === 0 ? 1 : maxUnavailable };
}

function toCount(value: unknown, whole: number, round: (value: number) => number): number {
  const said = value === undefined ? '25%' : String(value);
  const number = Number(said.replace('%', ''));
  if (!(number >= 0)) return 0;
  return said.endsWith('%') ? round((number * whole) / 100) : number;
}

/**
 * The replicas that each ReplicaSet should be told next, one step of a rolling update: first the new one grows as
 * far as surge allows; where it cannot, the old ones shrink as far as availability allows, broken pods first.
 */
export function nextStep(rollout: Rollout): { now: number; olds: number[] } {
  const { want, maxSurge, maxUnavailable, now, olds } = rollout;
  const before = olds.map(old => old.replicas);
  const all = now.replicas + sum(before);

  if (now.replicas > want) return { now: want, olds: before };
  const room = Math.min(want + maxSurge - all, want - now.replicas);
  if (room > 0) return { now: now.replicas + room, olds: before };

  const minAvailable = want - maxUnavailable;
  const notYet = Math.max(now.replicas - now.available, 0);
  let mayGo = all - minAvailable - notYet;
  if (mayGo <= 0) return { now: now.replicas, olds: before };
  const next = olds.map(old => {
    const broken = Math.min(Math.max(old.replicas - old.available, 0), mayGo);
    mayGo -= broken;
    return old.replicas - broken;
  });
  const available = now.available + sum(olds.map(old => Math.min(old.available, old.replicas)));
  let surplus = available - minAvailable;
  const shrunk = next.map(replicas => {
    const fewer = Math.min(replicas, Math.max(surplus, 0));
    surplus -= fewer;
    return replicas - fewer;
  });
  return { now: now.replicas, olds: shrunk };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
