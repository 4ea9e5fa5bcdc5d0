import { describe, expect, it } from 'vitest';
import { inventoryOf, parseInventoryId, toInventoryId } from './inventory.ts';

describe('inventory ids', () => {
  it.each([
    [
      'default_podinfo__Service',
      { namespace: 'default', name: 'podinfo', group: '', kind: 'Service' },
    ],
    [
      '_flux-system__Namespace',
      { namespace: '', name: 'flux-system', group: '', kind: 'Namespace' },
    ],
    ['a_b_apps_Deployment', { namespace: 'a', name: 'b', group: 'apps', kind: 'Deployment' }],
    [
      '_system__coredns_rbac.authorization.k8s.io_ClusterRole',
      {
        namespace: '',
        name: 'system:coredns',
        group: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
      },
    ],
  ])('reads and writes %s', (id, ref) => {
    expect(parseInventoryId(id)).toEqual(ref);
    expect(toInventoryId(ref)).toBe(id);
  });

  it('leaves out what is no id, and never throws', () => {
    const entries = [{ id: 'broken' }, null, { id: 7 }, { id: 'a_b__ConfigMap', v: 'v1' }];
    const object = {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'apps' },
      status: { inventory: { entries } },
    };
    expect(inventoryOf(object)).toEqual([
      { namespace: 'a', name: 'b', group: '', kind: 'ConfigMap', version: 'v1' },
    ]);
    expect(inventoryOf({ ...object, status: undefined })).toEqual([]);
  });
});
