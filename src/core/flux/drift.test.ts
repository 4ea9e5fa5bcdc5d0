import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { hasDrifted, takeOverPatch } from './drift.ts';

const live: KubernetesObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'app', resourceVersion: '1', labels: { a: '1' } },
  spec: { replicas: 2, template: { spec: { containers: [{ name: 'c' }], volumes: [] } } },
  status: { replicas: 2 },
};

describe('hasDrifted', () => {
  it('looks at labels, annotations and the body, not at status or other metadata', () => {
    const changed = (change: Partial<KubernetesObject>) => hasDrifted(live, { ...live, ...change });
    expect([
      changed({}),
      changed({ status: { replicas: 3 } }),
      changed({ metadata: { ...live.metadata, resourceVersion: '2', annotations: {} } }),
      changed({ spec: { replicas: 2, template: { spec: { containers: [{ name: 'c' }] } } } }),
      changed({ metadata: { ...live.metadata, labels: { a: '2' } } }),
      changed({ metadata: { ...live.metadata, annotations: { b: '1' } } }),
      changed({ spec: { ...live.spec, replicas: 3 } }),
    ]).toEqual([false, false, false, false, true, true, true]);
  });
});

describe('takeOverPatch', () => {
  it('is empty where no one else has applied', () => {
    const managedFields = [{ manager: 'kustomize-controller', operation: 'Apply' as const }];
    const object = { ...live, metadata: { ...live.metadata, managedFields } };
    expect(takeOverPatch(object, 'kustomize-controller')).toEqual([]);
  });

  it('takes the fields of kubectl, and leaves those of others and of subresources', () => {
    const own = {
      manager: 'kustomize-controller',
      operation: 'Apply' as const,
      fieldsV1: { 'f:spec': { 'f:replicas': {} } },
    };
    const edit = {
      manager: 'kubectl-edit',
      operation: 'Update' as const,
      fieldsV1: { 'f:spec': { 'f:paused': {} }, 'f:metadata': { 'f:labels': {} } },
    };
    const scale = { manager: 'kubectl', operation: 'Update' as const, subresource: 'scale' };
    const autoscaler = { manager: 'vpa', operation: 'Update' as const, fieldsV1: { 'f:spec': {} } };
    const metadata = {
      ...live.metadata,
      managedFields: [own, edit, scale, autoscaler],
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
    };
    expect(takeOverPatch({ ...live, metadata }, 'kustomize-controller')).toEqual([
      {
        op: 'remove',
        path: '/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration',
      },
      {
        op: 'replace',
        path: '/metadata/managedFields',
        value: [
          scale,
          autoscaler,
          {
            ...own,
            fieldsV1: {
              'f:spec': { 'f:replicas': {}, 'f:paused': {} },
              'f:metadata': { 'f:labels': {} },
            },
          },
        ],
      },
    ]);
  });
});
