import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { type FluxController, fluxVersion } from './fluxControllers.ts';

const namespace = 'flux-system';
export const fluxRegistry = 'ghcr.io/fluxcd/';
const partOf = {
  'app.kubernetes.io/instance': namespace,
  'app.kubernetes.io/part-of': 'flux',
  'app.kubernetes.io/version': fluxVersion,
};

/** Flux's own CRDs, as its modules ship them, with the labels that `flux install` puts on them. */
export async function realFluxCrds(folder: string): Promise<KubernetesObject[]> {
  const files = (await readdir(folder, { recursive: true })).filter(file => file.endsWith('.yaml'));
  return Promise.all(
    files.map(async file => {
      const crd = parse(await readFile(join(folder, file), 'utf8')) as KubernetesObject;
      crd.metadata.labels = { ...crd.metadata.labels, ...partOf };
      return crd;
    })
  );
}

export const fluxNamespace: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: namespace,
    labels: { ...partOf, 'pod-security.kubernetes.io/enforce': 'restricted' },
  },
};

/** What Kubernetes demands of a Pod in a restricted namespace. */
const securityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** What `flux install` leaves beside the CRDs, so that "is Flux here, is it well?" has an answer: its Deployments. */
export function fluxDeployments(controllers: readonly FluxController[]): KubernetesObject[] {
  return controllers.map(({ name, version, ports }) => {
    const labels = { app: name };
    const component = { ...partOf, 'app.kubernetes.io/component': name };
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace, labels: { ...component, 'control-plane': 'controller' } },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels: { ...component, ...labels } },
          spec: {
            containers: [
              {
                name: 'manager',
                image: `${fluxRegistry}${name}:${version}`,
                securityContext,
                ports: Object.entries(ports).map(([port, { container }]) => ({
                  name: port,
                  containerPort: container,
                  protocol: 'TCP',
                })),
                readinessProbe: { httpGet: { path: '/readyz', port: 'healthz' }, periodSeconds: 1 },
              },
            ],
          },
        },
      },
    };
  });
}
