import type { KubernetesObject } from '../../src/core/kubernetes/object.ts';
import type { Place } from './scenarioWorld.ts';

/** The source of a place, which fetches only when it is asked to: each scenario says when. */
export function gitRepository(
  place: Place,
  url: string,
  spec: Record<string, unknown> = {}
): KubernetesObject {
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'source', namespace: place.namespace },
    spec: { interval: '1h', timeout: '20s', url, ref: { branch: 'main' }, ...spec },
  };
}

/** A Kustomization of the place's source: path ./NAME, in the place's namespace, quick to try again. */
export function kustomization(
  place: Place,
  name: string,
  spec: Record<string, unknown> = {}
): KubernetesObject {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace: place.namespace },
    spec: {
      interval: '1h',
      retryInterval: '5s',
      timeout: '20s',
      prune: true,
      path: `./${name}`,
      targetNamespace: place.namespace,
      sourceRef: { kind: 'GitRepository', name: 'source' },
      ...spec,
    },
  };
}

export function configMap(name: string, data: Record<string, string> = { key: 'value' }): string {
  const lines = Object.entries(data).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`);
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n${lines.join('')}`;
}

/** A Deployment with a label to select by, of an image that the registry has unless told otherwise. */
export function deployment(
  name: string,
  options: { app?: string; replicas?: number; image?: string; deadline?: number } = {}
): string {
  const {
    app = name,
    replicas = 1,
    image = 'docker.io/library/nginx:1.29.3',
    deadline = 600,
  } = options;
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${replicas}
  progressDeadlineSeconds: ${deadline}
  selector:
    matchLabels:
      app: ${app}
  template:
    metadata:
      labels:
        app: ${app}
    spec:
      containers:
        - name: app
          image: ${image}
`;
}
