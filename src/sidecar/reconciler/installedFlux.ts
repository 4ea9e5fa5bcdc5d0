import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';

/** The Deployments of Flux's own controllers, `NAMESPACE/NAME`: two reconcilers would fight over every object. */
export async function findInstalledFlux(client: KubernetesClient): Promise<string[]> {
  const { items = [] } = await client.request<{ items?: KubernetesObject[] }>({
    path: '/apis/apps/v1/deployments',
    query: { labelSelector: 'app.kubernetes.io/part-of=flux', limit: 50 },
  });
  return items
    .filter(({ metadata }) => {
      const component = metadata.labels?.['app.kubernetes.io/component'] ?? metadata.name;
      return component.endsWith('-controller') || metadata.name.endsWith('-controller');
    })
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
}
