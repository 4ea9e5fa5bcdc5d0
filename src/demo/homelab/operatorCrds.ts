import type { KubernetesObject } from '../../core/kubernetes/object.ts';

type Schema = Record<string, unknown>;

interface OperatorKind {
  group: string;
  kind: string;
  version: string;
  plural?: string;
  shortNames?: string[];
  scope?: 'Namespaced' | 'Cluster';
  /** Of `spec`; what it does not name is kept as it is. */
  properties?: Record<string, Schema>;
  required?: string[];
  columns?: { name: string; type: string; jsonPath: string }[];
  /** Groups of Kubernetes' own need the pull request in which they were agreed on. */
  approved?: string;
}

const open = { 'x-kubernetes-preserve-unknown-fields': true };
const anything: Schema = { type: 'object', ...open };
const string: Schema = { type: 'string' };
const readyColumn = {
  name: 'Ready',
  type: 'string',
  jsonPath: '.status.conditions[?(@.type=="Ready")].status',
};

const externalSecrets = { group: 'external-secrets.io', version: 'v1' };
const certManager = { group: 'cert-manager.io', version: 'v1' };
const prometheus = { group: 'monitoring.coreos.com', version: 'v1' };
const tuppr = {
  group: 'tuppr.home-operations.com',
  version: 'v1alpha1',
  scope: 'Cluster',
} as const;

const store = { required: ['provider'], properties: { provider: anything } };
const issuer = { columns: [readyColumn] };

const kinds: readonly OperatorKind[] = [
  {
    ...externalSecrets,
    kind: 'ExternalSecret',
    shortNames: ['es'],
    properties: {
      refreshInterval: { type: 'string', default: '1h0m0s' },
      secretStoreRef: {
        type: 'object',
        properties: {
          name: string,
          kind: { type: 'string', enum: ['SecretStore', 'ClusterSecretStore'] },
        },
      },
      target: {
        type: 'object',
        default: { creationPolicy: 'Owner', deletionPolicy: 'Retain' },
        properties: {
          name: string,
          creationPolicy: {
            type: 'string',
            enum: ['Owner', 'Orphan', 'Merge', 'None'],
            default: 'Owner',
          },
          deletionPolicy: {
            type: 'string',
            enum: ['Delete', 'Merge', 'Retain'],
            default: 'Retain',
          },
        },
        ...open,
      },
      data: {
        type: 'array',
        items: {
          type: 'object',
          required: ['secretKey', 'remoteRef'],
          properties: {
            secretKey: string,
            remoteRef: {
              type: 'object',
              required: ['key'],
              properties: { key: string, property: string },
            },
          },
        },
      },
    },
    columns: [
      { name: 'Store', type: 'string', jsonPath: '.spec.secretStoreRef.name' },
      readyColumn,
    ],
  },
  { ...externalSecrets, ...store, kind: 'SecretStore', shortNames: ['ss'], columns: [readyColumn] },
  {
    ...externalSecrets,
    ...store,
    kind: 'ClusterSecretStore',
    shortNames: ['css'],
    scope: 'Cluster',
    columns: [readyColumn],
  },
  {
    group: 'autoscaling.k8s.io',
    approved: 'https://github.com/kubernetes/kubernetes/pull/63797',
    version: 'v1',
    kind: 'VerticalPodAutoscaler',
    shortNames: ['vpa'],
    required: ['targetRef'],
    properties: {
      targetRef: {
        type: 'object',
        required: ['kind', 'name'],
        properties: { apiVersion: string, kind: string, name: string },
      },
      updatePolicy: {
        type: 'object',
        properties: {
          updateMode: {
            type: 'string',
            enum: ['Off', 'Initial', 'Recreate', 'Auto', 'InPlaceOrRecreate'],
          },
        },
        ...open,
      },
    },
    columns: [{ name: 'Mode', type: 'string', jsonPath: '.spec.updatePolicy.updateMode' }],
  },
  {
    ...certManager,
    kind: 'Certificate',
    shortNames: ['cert', 'certs'],
    required: ['issuerRef', 'secretName'],
    properties: {
      secretName: string,
      issuerRef: {
        type: 'object',
        required: ['name'],
        properties: { name: string, kind: string, group: string },
      },
      dnsNames: { type: 'array', items: string },
    },
    columns: [readyColumn, { name: 'Secret', type: 'string', jsonPath: '.spec.secretName' }],
  },
  { ...certManager, ...issuer, kind: 'Issuer' },
  { ...certManager, ...issuer, kind: 'ClusterIssuer', scope: 'Cluster' },
  {
    ...prometheus,
    kind: 'ServiceMonitor',
    shortNames: ['smon'],
    required: ['endpoints', 'selector'],
  },
  { ...prometheus, kind: 'PodMonitor', shortNames: ['pmon'], required: ['selector'] },
  { ...prometheus, kind: 'PrometheusRule', shortNames: ['promrule'] },
  { ...tuppr, kind: 'TalosUpgrade', required: ['talos'] },
  { ...tuppr, kind: 'KubernetesUpgrade', required: ['kubernetes'] },
];

/**
 * The kinds of the homelab's other operators, which OpenTofu installs before Flux: so their objects apply at the
 * first try. Compact on purpose: what the homelab relies on is described, the rest is taken as it is.
 */
export function operatorCrds(): KubernetesObject[] {
  return kinds.map(toCrd);
}

function toCrd(from: OperatorKind): KubernetesObject {
  const singular = from.kind.toLowerCase();
  const plural = from.plural ?? `${singular}s`;
  const spec = { ...anything, properties: from.properties, required: from.required };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${from.group}`,
      annotations: from.approved ? { 'api-approved.kubernetes.io': from.approved } : undefined,
    },
    spec: {
      group: from.group,
      scope: from.scope ?? 'Namespaced',
      names: {
        kind: from.kind,
        listKind: `${from.kind}List`,
        plural,
        singular,
        shortNames: from.shortNames,
      },
      versions: [
        {
          name: from.version,
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: from.columns,
          schema: {
            openAPIV3Schema: { type: 'object', properties: { spec, status: anything } },
          },
        },
      ],
    },
  };
}
