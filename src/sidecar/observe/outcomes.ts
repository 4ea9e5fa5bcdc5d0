import { parseDuration } from '../../core/duration.ts';
import { isSameRevision } from '../../core/flux/revision.ts';
import { conditionOf } from '../../core/kubernetes/conditions.ts';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import type { Outcome } from '../ledger/ledger.ts';

export interface OutcomeContext {
  /** `KIND/NAMESPACE/NAME`. */
  object: string;
  /** The last that was kept of this object. */
  last: Outcome | undefined;
  /** The revision that its source serves, where it has one. */
  offered: string | undefined;
  /** Milliseconds, where the status names no time. */
  now: number;
  scrub(text: string): string;
}

type Found = Omit<Outcome, 'object'>;

/**
 * What an object's status tells beyond what is kept, the oldest first: the rows of `status.history`, then Ready. A
 * re-check of what was applied is no news, nor is the same failure once more.
 */
export function outcomesOf(status: KubernetesObject, context: OutcomeContext): Outcome[] {
  const { object, last } = context;
  const current = currentOf(status, context);
  const told = [...rowsOf(status), ...(current ? [current] : [])];
  // Of a row and a condition that speak of one attempt, the condition has the words and the row the duration.
  const merged = told.reduce<Found[]>((before, next) => {
    const previous = before.at(-1);
    if (!previous || !isSame(previous, next)) return [...before, next];
    return [...before.slice(0, -1), { ...previous, ...next, at: previous.at }];
  }, []);
  const known = last ? merged.findLastIndex(found => isSame(found, last)) : -1;
  // Statuses have whole seconds: what ended within the second in which it began is news too.
  const news = merged.slice(known + 1).filter(({ at }) => known >= 0 || !last || at >= last.at);
  return news.filter(found => !isRecheck(found, last)).map(found => ({ object, ...found }));
}

function isSame(a: Found, b: Found): boolean {
  if (a.state !== b.state || !isEqualRevision(a.revision, b.revision)) return false;
  // A row of the history has no message.
  return (
    a.state === 'applied' ||
    (a.reason === b.reason && (!a.message || !b.message || a.message === b.message))
  );
}

function isEqualRevision(a: string | undefined, b: string | undefined): boolean {
  return a === b || isSameRevision(a, b);
}

/** Ready turns Unknown at every interval: only work on another revision than the last is progress. */
function isRecheck({ state, revision }: Found, last: Outcome | undefined): boolean {
  return state === 'progressing' && last !== undefined && isEqualRevision(last.revision, revision);
}

function currentOf(
  object: KubernetesObject,
  { offered, now, scrub }: OutcomeContext
): Found | undefined {
  const ready = conditionOf(object, 'Ready');
  if (!ready) return undefined;
  const { reason, lastTransitionTime } = ready;
  const message = ready.message && scrub(ready.message);
  const said = { reason, message, at: toTime(lastTransitionTime) ?? now };
  const status = record(object.status);
  const own = text(record(status.artifact).revision);
  const attempted = text(status.lastAttemptedRevision);
  if (ready.status === 'True') {
    return { ...said, state: 'applied', revision: text(status.lastAppliedRevision) ?? own };
  }
  if (ready.status === 'Unknown') {
    return { ...said, state: 'progressing', revision: attempted ?? own };
  }
  // It waits for another: it has not begun with what the source offers.
  const isWaiting = reason === 'DependencyNotReady';
  if (isWaiting) return { ...said, state: 'progressing', revision: offered ?? attempted };
  return { ...said, state: 'failed', revision: attempted };
}

/** `status.history`, the oldest first. */
function rowsOf(object: KubernetesObject): Found[] {
  const rows = list(record(object.status).history).flatMap((entry): Found[] => {
    const row = record(entry);
    const at = toTime(text(row.lastReconciled));
    const reason = text(row.lastReconciledStatus);
    if (at === undefined || !reason) return [];
    const durationMs = parseDuration(text(row.lastReconciledDuration));
    return [
      {
        at,
        revision: text(record(row.metadata).revision),
        state: reason === 'ReconciliationSucceeded' ? 'applied' : 'failed',
        reason,
        ...(durationMs === undefined ? {} : { durationMs }),
      },
    ];
  });
  return rows.sort((a, b) => a.at - b.at);
}

function toTime(value: string | undefined): number | undefined {
  const time = Date.parse(value ?? '');
  return Number.isNaN(time) ? undefined : time;
}
