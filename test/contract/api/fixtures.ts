import type { KubernetesObject } from '../../../src/core/kubernetes/object.ts';
import type { ApiUnderTest } from './world.ts';

export function configMap(
  name: string,
  data: Record<string, string> = {},
  labels?: Record<string, string>
) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, ...(labels && { labels }) },
    data,
  };
}

export function deployment(name: string, replicas = 1, image = 'registry.test/web:1') {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app: name } },
    spec: {
      // Controllers of a whole cluster leave a paused Deployment's pods alone.
      paused: true,
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'main', image }] },
      },
    },
  };
}

export const paths = {
  configMaps: (namespace: string) => `/api/v1/namespaces/${namespace}/configmaps`,
  deployments: (namespace: string) => `/apis/apps/v1/namespaces/${namespace}/deployments`,
  crds: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
};

let definitions = 0;

/** Installs a CustomResourceDefinition in a group of its own and waits until it is served. */
export async function installLamps({ admin }: ApiUnderTest) {
  const group = `lamps${process.pid}x${++definitions}.test`;
  const name = `lamps.${group}`;
  const reply = await admin.create(paths.crds, lampDefinition(group));
  if (reply.code !== 201) throw new Error(JSON.stringify(reply.body));
  for (let attempt = 0; attempt < 500; attempt++) {
    const { code } = await admin.get(`/apis/${group}/v1/lamps`);
    if (code === 200) break;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  return {
    group,
    name,
    /** Objects are served a moment before discovery and OpenAPI, which kubectl asks first, tell of them. */
    async isTold() {
      for (let attempt = 0; attempt < 500; attempt++) {
        const [version, openapi] = [
          await admin.get(`/apis/${group}/v1`),
          await admin.get(`/openapi/v3/apis/${group}/v1`),
        ];
        if (version.code === 200 && openapi.code === 200) return;
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      throw new Error(`discovery does not tell of ${group}`);
    },
    collection: (namespace: string, version = 'v1') =>
      `/apis/${group}/${version}/namespaces/${namespace}/lamps`,
    lamp: (
      lampName: string,
      spec: Record<string, unknown> = {},
      version = 'v1'
    ): KubernetesObject => ({
      apiVersion: `${group}/${version}`,
      kind: 'Lamp',
      metadata: { name: lampName },
      spec: { lumens: 800, ...spec },
    }),
  };
}

function lampDefinition(group: string) {
  const schema = {
    openAPIV3Schema: {
      type: 'object',
      required: ['spec'],
      properties: {
        spec: {
          type: 'object',
          required: ['lumens'],
          properties: {
            lumens: { type: 'integer', minimum: 1, maximum: 100000 },
            mode: { type: 'string', enum: ['flood', 'spot'], default: 'flood' },
            name: { type: 'string', pattern: '^[a-z]+$', maxLength: 8 },
            replicas: { type: 'integer' },
            power: { 'x-kubernetes-int-or-string': true },
            free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
            bulbs: {
              type: 'array',
              'x-kubernetes-list-type': 'map',
              'x-kubernetes-list-map-keys': ['socket'],
              items: {
                type: 'object',
                required: ['socket'],
                properties: {
                  socket: { type: 'string' },
                  watts: { type: 'integer' },
                  tint: { type: 'string' },
                },
              },
            },
            tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
            steps: { type: 'array', 'x-kubernetes-list-type': 'atomic', items: { type: 'string' } },
          },
        },
        status: {
          type: 'object',
          properties: { lit: { type: 'boolean' }, replicas: { type: 'integer' } },
        },
      },
    },
  };
  const version = {
    served: true,
    schema,
    subresources: {
      status: {},
      scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' },
    },
    additionalPrinterColumns: [
      { name: 'Lumens', type: 'integer', jsonPath: '.spec.lumens' },
      { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    ],
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `lamps.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: {
        plural: 'lamps',
        singular: 'lamp',
        kind: 'Lamp',
        shortNames: ['lp'],
        categories: ['lights'],
      },
      versions: [
        { ...version, name: 'v1', storage: true },
        { ...version, name: 'v1beta1', storage: false },
      ],
    },
  };
}
