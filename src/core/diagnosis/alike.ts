import type { Cause } from './finding.ts';

/** Causes that say the very same of objects of one kind: one reason, not as many. */
export interface AlikeCauses {
  first: Cause;
  others: Cause[];
}

/** In the order of their first. */
export function groupAlike(causes: readonly Cause[]): AlikeCauses[] {
  const groups = new Map<string, AlikeCauses>();
  for (const cause of causes) {
    const { rule, says, remedy, workload, object } = cause;
    const { kind } = workload ?? object;
    const key = JSON.stringify([rule, kind, says, remedy]);
    const group = groups.get(key);
    if (group) group.others.push(cause);
    else groups.set(key, { first: cause, others: [] });
  }
  return [...groups.values()];
}
