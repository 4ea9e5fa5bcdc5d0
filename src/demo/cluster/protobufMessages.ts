export type FieldType =
  | 'text'
  | 'texts'
  | 'int'
  | 'bool'
  | 'map'
  | 'bytesMap'
  | { message: string; many: boolean };

export interface ProtobufField {
  name: string;
  type: FieldType;
}

/** Messages by name, their fields by number. What is not named here is passed over. */
export type ProtobufMessages = ReadonlyMap<string, ReadonlyMap<number, ProtobufField>>;

/**
 * `NUMBER name type`: the small kinds that kubectl's own commands (`create`, `auth can-i`, `create token`) send in this form and no
 * other. Fields that the server sets are left out. `*` is a list.
 */
const table = `
ObjectMeta: 1 name text, 2 generateName text, 3 namespace text, 5 uid text, 6 resourceVersion text, 11 labels map, 12 annotations map, 13 ownerReferences OwnerReference*, 14 finalizers texts
OwnerReference: 1 kind text, 3 name text, 4 uid text, 5 apiVersion text, 6 controller bool, 7 blockOwnerDeletion bool
v1/Namespace: 1 metadata ObjectMeta
v1/ConfigMap: 1 metadata ObjectMeta, 2 data map, 3 binaryData bytesMap, 4 immutable bool
v1/Secret: 1 metadata ObjectMeta, 2 data bytesMap, 3 type text, 4 stringData map, 5 immutable bool
v1/ServiceAccount: 1 metadata ObjectMeta, 3 imagePullSecrets LocalObjectReference*, 4 automountServiceAccountToken bool
LocalObjectReference: 1 name text
v1/DeleteOptions: 1 gracePeriodSeconds int, 2 preconditions Preconditions, 3 orphanDependents bool, 4 propagationPolicy text, 5 dryRun texts
Preconditions: 1 uid text, 2 resourceVersion text
authorization.k8s.io/v1/SelfSubjectAccessReview: 1 metadata ObjectMeta, 2 spec AccessSpec
AccessSpec: 1 resourceAttributes ResourceAttributes, 2 nonResourceAttributes NonResourceAttributes
ResourceAttributes: 1 namespace text, 2 verb text, 3 group text, 4 version text, 5 resource text, 6 subresource text, 7 name text
NonResourceAttributes: 1 path text, 2 verb text
authorization.k8s.io/v1/SelfSubjectRulesReview: 1 metadata ObjectMeta, 2 spec RulesSpec
RulesSpec: 1 namespace text
authentication.k8s.io/v1/SelfSubjectReview: 1 metadata ObjectMeta
authentication.k8s.io/v1/TokenRequest: 1 metadata ObjectMeta, 2 spec TokenSpec
TokenSpec: 1 audiences texts, 4 expirationSeconds int
rbac.authorization.k8s.io/v1/Role: 1 metadata ObjectMeta, 2 rules PolicyRule*
rbac.authorization.k8s.io/v1/ClusterRole: 1 metadata ObjectMeta, 2 rules PolicyRule*, 3 aggregationRule AggregationRule
AggregationRule: 1 clusterRoleSelectors LabelSelector*
LabelSelector: 1 matchLabels map
PolicyRule: 1 verbs texts, 2 apiGroups texts, 3 resources texts, 4 resourceNames texts, 5 nonResourceURLs texts
rbac.authorization.k8s.io/v1/RoleBinding: 1 metadata ObjectMeta, 2 subjects Subject*, 3 roleRef RoleRef
rbac.authorization.k8s.io/v1/ClusterRoleBinding: 1 metadata ObjectMeta, 2 subjects Subject*, 3 roleRef RoleRef
Subject: 1 kind text, 2 apiGroup text, 3 name text, 4 namespace text
RoleRef: 1 apiGroup text, 2 kind text, 3 name text
`;

const scalars: readonly string[] = ['text', 'texts', 'int', 'bool', 'map', 'bytesMap'];

export const protobufMessages: ProtobufMessages = new Map(
  table
    .trim()
    .split('\n')
    .map(line => {
      const [name = '', fields = ''] = line.split(': ');
      return [name, new Map(fields.split(', ').map(toField))] as const;
    })
);

function toField(text: string): [number, ProtobufField] {
  const [number = '', name = '', type = ''] = text.split(' ');
  return [
    Number(number),
    {
      name,
      type: scalars.includes(type)
        ? (type as FieldType)
        : { message: type.replace('*', ''), many: type.endsWith('*') },
    },
  ];
}
