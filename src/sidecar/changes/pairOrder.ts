import type { Pair } from './comparison.ts';

/** Where a creation or deletion reaches further than the object itself. */
const risky = new Set([
  '/Namespace',
  'apiextensions.k8s.io/CustomResourceDefinition',
  '/PersistentVolumeClaim',
  '/PersistentVolume',
  '/Secret',
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/RoleBinding',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
]);

function rank({ ref, left, right }: Pair): number {
  const isRisky = risky.has(`${ref.group}/${ref.kind}`);
  if (right === undefined) return isRisky ? 0 : 2;
  if (left === undefined) return isRisky ? 1 : 4;
  // Moved, and otherwise as it was.
  return left === right ? 5 : 3;
}

/** What a person must not miss comes first. */
export function inOrder(pairs: readonly Pair[]): Pair[] {
  const keys = new Map(pairs.map(pair => [pair, textOf(pair)] as const));
  return [...pairs].sort((a, b) => {
    const [one = '', other = ''] = [keys.get(a), keys.get(b)];
    return rank(a) - rank(b) || (one < other ? -1 : one > other ? 1 : 0);
  });
}

const textOf = ({ kustomization, ref }: Pair) =>
  [kustomization, ref.kind, ref.namespace, ref.name, ref.group].join(' ');
