import { describe, expect, it } from 'vitest';
import { appliedIds, inventoryOf, parseInventoryId, toInventoryId } from './inventory.ts';

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
    [
      '_kustomizations.kustomize.toolkit.fluxcd.io_apiextensions.k8s.io_CustomResourceDefinition',
      {
        namespace: '',
        name: 'kustomizations.kustomize.toolkit.fluxcd.io',
        group: 'apiextensions.k8s.io',
        kind: 'CustomResourceDefinition',
      },
    ],
    [
      'kube-system_cert-manager-cainjector__leaderelection_rbac.authorization.k8s.io_RoleBinding',
      {
        namespace: 'kube-system',
        name: 'cert-manager-cainjector:leaderelection',
        group: 'rbac.authorization.k8s.io',
        kind: 'RoleBinding',
      },
    ],
    [
      '_external-secrets__metrics_reader_rbac.authorization.k8s.io_ClusterRole',
      {
        namespace: '',
        name: 'external-secrets:metrics_reader',
        group: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
      },
    ],
    [
      '_v1.metrics.k8s.io_apiregistration.k8s.io_APIService',
      {
        namespace: '',
        name: 'v1.metrics.k8s.io',
        group: 'apiregistration.k8s.io',
        kind: 'APIService',
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

  it('names what was applied to this cluster once, however its id is written', () => {
    const [role, config] = ['_system__dns_rbac.authorization.k8s.io_ClusterRole', 'a_b__ConfigMap'];
    const ids = [config, role, 'broken', 'a_b', role.replace('__', ':'), config];
    const object = (kind: string, spec = {}) => ({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind,
      metadata: { name: 'apps' },
      spec,
      status: { inventory: { entries: ids.map(id => ({ id, v: 'v1' })) } },
    });
    expect(appliedIds(object('Kustomization'))).toEqual([config, role]);
    expect(appliedIds(object('Kustomization', { kubeConfig: {} }))).toEqual([]);
    expect(appliedIds(object('Deployment'))).toEqual([]);
  });
});
