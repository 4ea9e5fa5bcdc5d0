import type { Diagnosis } from '../../core/diagnosis/diagnose.ts';
import type { Cause } from '../../core/diagnosis/finding.ts';

const written = new WeakMap<Cause, string>();

function textOf(cause: Cause): string {
  const text = written.get(cause) ?? JSON.stringify(cause);
  written.set(cause, text);
  return text;
}

/** The causes of now, those that say the same as before being the same: what shows them has nothing to draw anew. */
export function sameWhereEqual(before: Diagnosis, now: Diagnosis): Diagnosis {
  const known = new Map(
    [...before.causes, ...before.notices].map(cause => [textOf(cause), cause] as const)
  );
  const keep = (cause: Cause) => known.get(textOf(cause)) ?? cause;
  const causes = now.causes.map(keep);
  const notices = now.notices.map(keep);
  const isSame = (a: readonly Cause[], b: readonly Cause[]) =>
    a.length === b.length && a.every((cause, index) => cause === b[index]);
  if (isSame(causes, before.causes) && isSame(notices, before.notices)) return before;
  return { ...now, causes, notices };
}
