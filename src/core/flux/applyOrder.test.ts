import { describe, expect, it } from 'vitest';
import { applyStages } from './applyOrder.ts';

const object = (apiVersion: string, kind: string, name: string, namespace?: string) => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace ? { namespace } : {}) },
});

describe('applyStages', () => {
  it('applies definitions, then classes, then the rest in the order of Flux', () => {
    const objects = [
      object('apps/v1', 'Deployment', 'b', 'x'),
      object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'w'),
      object('example.org/v1', 'Widget', 'w', 'x'),
      object('v1', 'ConfigMap', 'c', 'y'),
      object('v1', 'ConfigMap', 'c', 'x'),
      object('apps/v1', 'Deployment', 'a', 'x'),
      object('storage.k8s.io/v1', 'StorageClass', 'fast'),
      object('v1', 'Namespace', 'x'),
      object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'r'),
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets.example.org'),
      object('v1', 'Service', 's', 'x'),
    ];
    const names = applyStages(objects).map(stage => [
      stage.waits,
      stage.objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`),
    ]);
    expect(names).toEqual([
      [true, ['CustomResourceDefinition/widgets.example.org', 'Namespace/x', 'ClusterRole/r']],
      [true, ['StorageClass/fast']],
      [
        false,
        [
          'ConfigMap/c',
          'ConfigMap/c',
          'Service/s',
          'Deployment/a',
          'Deployment/b',
          'Widget/w',
          'ValidatingWebhookConfiguration/w',
        ],
      ],
    ]);
  });
});
