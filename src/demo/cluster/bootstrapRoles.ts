import type { KubernetesObject } from '../../core/kubernetes/object.ts';

/** `verbs | groups | resources`, or `verbs | URLs`; groups `core` for the core group. */
type Lines = readonly string[];

const read = 'get list watch';
const write = 'create delete deletecollection patch update';
const all = `${read} ${write}`;

const viewed: Lines = [
  `${read} | core | configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods replicationcontrollers replicationcontrollers/scale serviceaccounts services services/status`,
  `${read} | core | bindings events limitranges namespaces/status pods/log pods/status replicationcontrollers/status resourcequotas resourcequotas/status`,
  `${read} | core | namespaces`,
  `${read} | discovery.k8s.io | endpointslices`,
  `${read} | apps | controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status`,
  `${read} | autoscaling | horizontalpodautoscalers horizontalpodautoscalers/status`,
  `${read} | batch | cronjobs cronjobs/status jobs jobs/status`,
  `${read} | policy | poddisruptionbudgets poddisruptionbudgets/status`,
  `${read} | networking.k8s.io | ingresses ingresses/status networkpolicies`,
];
const edited: Lines = [
  `${read} | core | pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy`,
  'impersonate | core | serviceaccounts',
  `${write} | core | pods pods/attach pods/exec pods/portforward pods/proxy`,
  'create | core | pods/eviction serviceaccounts/token',
  `${write} | core | configmaps events persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets serviceaccounts services services/proxy`,
  `${write} | apps | daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale`,
  `${write} | autoscaling | horizontalpodautoscalers`,
  `${write} | batch | cronjobs jobs`,
  `${write} | policy | poddisruptionbudgets`,
  `${write} | networking.k8s.io | ingresses networkpolicies`,
  `${all} | coordination.k8s.io | leases`,
];
const administered: Lines = [
  'create | authorization.k8s.io | localsubjectaccessreviews',
  `${all} | rbac.authorization.k8s.io | rolebindings roles`,
];

const roles: Record<string, Lines> = {
  'cluster-admin': ['* | * | *', '* | *'],
  'system:aggregate-to-view': viewed,
  'system:aggregate-to-edit': edited,
  'system:aggregate-to-admin': administered,
  'system:discovery': [
    'get | /api /api/* /apis /apis/* /healthz /livez /openapi /openapi/* /readyz /version /version/',
  ],
  'system:public-info-viewer': ['get | /healthz /livez /readyz /version /version/'],
  'system:basic-user': [
    'create | authorization.k8s.io | selfsubjectaccessreviews selfsubjectrulesreviews',
    'create | authentication.k8s.io | selfsubjectreviews',
  ],
  'system:auth-delegator': [
    'create | authentication.k8s.io | tokenreviews',
    'create | authorization.k8s.io | subjectaccessreviews',
  ],
  'system:node': [
    `${read} | core | configmaps secrets services persistentvolumeclaims persistentvolumes serviceaccounts namespaces endpoints`,
    `${all} | core | nodes nodes/status pods pods/status`,
    'create | core | pods/binding pods/eviction serviceaccounts/token bindings',
    // The demo's kubelet is its scheduler too, which tells a claim where its pod will run.
    'update patch | core | persistentvolumeclaims',
    `${all} | core | events`,
    `${all} | events.k8s.io | events`,
    `${all} | coordination.k8s.io | leases`,
    `${read} | node.k8s.io | runtimeclasses`,
    `${read} | storage.k8s.io | csidrivers csinodes storageclasses volumeattachments`,
  ],
};

/** Roles made of all roles that carry their label. */
const aggregated: Record<string, Record<string, string>> = {
  admin: {},
  edit: { 'rbac.authorization.k8s.io/aggregate-to-admin': 'true' },
  view: { 'rbac.authorization.k8s.io/aggregate-to-edit': 'true' },
};

const bindings: readonly (readonly [role: string, subjects: string])[] = [
  ['cluster-admin', 'Group/system:masters'],
  ['system:basic-user', 'Group/system:authenticated'],
  ['system:discovery', 'Group/system:authenticated'],
  ['system:public-info-viewer', 'Group/system:authenticated Group/system:unauthenticated'],
  ['system:node', 'Group/system:nodes'],
  ['view', 'User/viewer'],
];

const bootstrapped = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };
const apiVersion = 'rbac.authorization.k8s.io/v1';

/** The ClusterRoles and bindings that a new cluster has. */
export function bootstrapRoles(): KubernetesObject[] {
  return [
    ...Object.entries(roles).map(([name, lines]) => {
      const target = /^system:aggregate-to-(.+)$/.exec(name)?.[1];
      const labels = target
        ? { ...bootstrapped, [`rbac.authorization.k8s.io/aggregate-to-${target}`]: 'true' }
        : bootstrapped;
      return {
        apiVersion,
        kind: 'ClusterRole',
        metadata: { name, labels },
        rules: lines.map(toRule),
      };
    }),
    ...Object.entries(aggregated).map(([name, extra]) => ({
      apiVersion,
      kind: 'ClusterRole',
      metadata: { name, labels: { ...bootstrapped, ...extra } },
      aggregationRule: {
        clusterRoleSelectors: [
          { matchLabels: { [`rbac.authorization.k8s.io/aggregate-to-${name}`]: 'true' } },
        ],
      },
      rules: [],
    })),
    ...bindings.map(([role, subjects]) => ({
      apiVersion,
      kind: 'ClusterRoleBinding',
      metadata: { name: role === 'view' ? 'viewer' : role, labels: bootstrapped },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
      subjects: subjects.split(' ').map(subject => {
        const [kind, name] = subject.split('/');
        return { kind, name, apiGroup: 'rbac.authorization.k8s.io' };
      }),
    })),
  ];
}

function toRule(line: string) {
  const [verbs = [], second = [], third] = line.split('|').map(part => part.trim().split(' '));
  if (!third) return { verbs, nonResourceURLs: second };
  return {
    verbs,
    apiGroups: second.map(group => (group === 'core' ? '' : group)),
    resources: third,
  };
}
