import type { KubernetesObject } from '../../../src/core/kubernetes/object.ts';

/** A Kustomization of a case: what its spec does not say is the same everywhere. */
export function caseKustomization(
  namespace: string,
  name: string,
  spec: Record<string, unknown>
): KubernetesObject {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace },
    spec: {
      interval: '1h',
      retryInterval: '1h',
      prune: true,
      path: './',
      targetNamespace: namespace,
      sourceRef: { kind: 'GitRepository', name: 'source' },
      ...spec,
    },
  };
}
