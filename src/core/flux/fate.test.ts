import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { type Fate, fateOfOrphaned, fateOfRemoved, type PruneRules } from './fate.ts';

const object = (marks: Record<string, string> = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', annotations: marks },
});
const group = 'kustomize.toolkit.fluxcd.io';

describe('the fate of an object that is rendered no more', () => {
  it.each<[rules: PruneRules, removed: Fate, orphaned: Fate]>([
    [{ prune: true }, 'deleted', 'deleted'],
    [{ prune: false }, 'left-behind', 'left-behind'],
    [{ prune: true, deletionPolicy: 'MirrorPrune' }, 'deleted', 'deleted'],
    [{ prune: false, deletionPolicy: 'MirrorPrune' }, 'left-behind', 'left-behind'],
    [{ prune: true, deletionPolicy: 'Orphan' }, 'deleted', 'left-behind'],
    [{ prune: false, deletionPolicy: 'Delete' }, 'left-behind', 'deleted'],
    [{ prune: false, deletionPolicy: 'WaitForTermination' }, 'left-behind', 'deleted'],
    [{ prune: true, deletionPolicy: 'Delete', suspend: true }, 'deleted', 'left-behind'],
    [{ prune: true, deletionPolicy: 'of the future' }, 'deleted', 'left-behind'],
  ])('follows prune while its Kustomization lives and the policy when it goes: %j', (...row) => {
    const [rules, removed, orphaned] = row;
    expect([fateOfRemoved(object(), rules), fateOfOrphaned(object(), rules)]).toEqual([
      removed,
      orphaned,
    ]);
  });

  it.each([
    [{ [`${group}/prune`]: 'disabled' }, 'left-behind'],
    [{ [`${group}/prune`]: 'Disabled' }, 'left-behind'],
    [{ [`${group}/reconcile`]: 'disabled' }, 'left-behind'],
    [{ [`${group}/ssa`]: 'ignore' }, 'left-behind'],
    [{ [`${group}/ssa`]: 'Merge' }, 'deleted'],
    [{ [`${group}/prune`]: 'enabled' }, 'deleted'],
  ])('is what the object itself says: %j', (marks, fate) => {
    const rules = { prune: true };
    expect([fateOfRemoved(object(marks), rules), fateOfOrphaned(object(marks), rules)]).toEqual([
      fate,
      fate,
    ]);
  });
});
