import type { ObjectRef } from '../kubernetes/ref.ts';

/** Why a person should look at this object first (D7). */
export type RiskId =
  | 'namespace-created'
  | 'namespace-deleted'
  | 'crd-created'
  | 'crd-deleted'
  | 'volume-created'
  | 'volume-deleted'
  | 'secret-created'
  | 'secret-deleted'
  | 'rbac-created'
  | 'rbac-deleted'
  | 'recreated';

const risky = {
  '/Namespace': 'namespace',
  '/PersistentVolume': 'volume',
  '/PersistentVolumeClaim': 'volume',
  '/Secret': 'secret',
  'apiextensions.k8s.io/CustomResourceDefinition': 'crd',
  'rbac.authorization.k8s.io/ClusterRole': 'rbac',
  'rbac.authorization.k8s.io/ClusterRoleBinding': 'rbac',
  'rbac.authorization.k8s.io/Role': 'rbac',
  'rbac.authorization.k8s.io/RoleBinding': 'rbac',
} as const;

export function riskOf(
  ref: ObjectRef,
  change: 'created' | 'changed' | 'recreated' | 'deleted' | 'same'
): RiskId | undefined {
  if (change === 'recreated') return 'recreated';
  if (change !== 'created' && change !== 'deleted') return undefined;
  const id = `${ref.group}/${ref.kind}`;
  return isRisky(id) ? `${risky[id]}-${change}` : undefined;
}

function isRisky(id: string): id is keyof typeof risky {
  return Object.hasOwn(risky, id);
}
