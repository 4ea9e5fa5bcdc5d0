import type { KubernetesClient } from '../../node/kubernetes/client.ts';

/** The same API server, asked as a ServiceAccount: its rights decide what a Kustomization may apply. */
export function impersonate(
  client: KubernetesClient,
  account: { namespace: string; name: string }
): KubernetesClient {
  const user = `system:serviceaccount:${account.namespace}:${account.name}`;
  const headers = { 'Impersonate-User': user };
  return {
    request: asked => client.request({ ...asked, headers: { ...asked.headers, ...headers } }),
    open: asked => client.open({ ...asked, headers: { ...asked.headers, ...headers } }),
    now: client.now,
    // The connections belong to the client behind.
    close() {},
  };
}
