import { describe, expect, it } from 'vitest';
import { builtInResources, resourcesOfAggregated } from './servedResources.ts';

const resource = (kind: string, plural: string, more: object = {}) => ({
  resource: plural,
  responseKind: { kind },
  scope: 'Namespaced',
  verbs: ['get', 'list', 'watch'],
  ...more,
});

describe('what a cluster serves', () => {
  it('is at the version that the API server names first, with its plural and scope', () => {
    const served = resourcesOfAggregated({
      kind: 'APIGroupDiscoveryList',
      items: [
        {
          metadata: { name: 'cert-manager.io' },
          versions: [
            {
              version: 'v1',
              resources: [
                resource('Certificate', 'certificates'),
                resource('ClusterIssuer', 'clusterissuers', { scope: 'Cluster' }),
                resource('Review', 'reviews', { verbs: ['create'] }),
              ],
            },
            { version: 'v1alpha1', resources: [resource('Certificate', 'certificates')] },
          ],
        },
      ],
    });
    expect(served.get('cert-manager.io/Certificate')).toEqual({
      group: 'cert-manager.io',
      version: 'v1',
      plural: 'certificates',
      isNamespaced: true,
    });
    expect(served.get('cert-manager.io/ClusterIssuer')?.isNamespaced).toBe(false);
    expect(served.has('cert-manager.io/Review')).toBe(false);
    expect(served.get('/Pod')).toEqual(builtInResources.get('/Pod'));
  });

  it('is what is built in, where nothing is told', () => {
    expect(resourcesOfAggregated('no document')).toEqual(builtInResources);
    expect(builtInResources.get('apps/Deployment')).toEqual({
      group: 'apps',
      version: 'v1',
      plural: 'deployments',
      isNamespaced: true,
    });
    expect(builtInResources.get('/Namespace')).toEqual({
      group: '',
      version: 'v1',
      plural: 'namespaces',
      isNamespaced: false,
    });
  });
});
