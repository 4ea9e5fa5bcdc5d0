import { describe, expect, it } from 'vitest';
import { typesOfCrd } from './crd.ts';
import { fluxCrds } from './fluxCrds.ts';

describe('the CustomResourceDefinitions of Flux', () => {
  const types = fluxCrds().flatMap(typesOfCrd);

  it('serve one version of each kind of Flux 2.9, and a status but for Alert and Provider', () => {
    const told = types.map(type => [type.plural, type.version, type.subresources.status ?? false]);
    expect(told).toEqual([
      ['kustomizations', 'v1', true],
      ['helmreleases', 'v2', true],
      ['gitrepositories', 'v1', true],
      ['ocirepositories', 'v1', true],
      ['buckets', 'v1', true],
      ['helmrepositories', 'v1', true],
      ['helmcharts', 'v1', true],
      ['externalartifacts', 'v1', true],
      ['artifactgenerators', 'v1beta1', true],
      ['imagerepositories', 'v1', true],
      ['imagepolicies', 'v1', true],
      ['imageupdateautomations', 'v1', true],
      ['alerts', 'v1beta3', false],
      ['providers', 'v1beta3', false],
      ['receivers', 'v1', true],
    ]);
  });

  it('print what kubectl shows of a Kustomization', () => {
    const kustomization = types.find(type => type.kind === 'Kustomization');
    expect(kustomization?.printerColumns?.map(column => column.name)).toEqual([
      'Age',
      'Ready',
      'Status',
    ]);
    expect(kustomization?.categories).toEqual(['all', 'fluxcd', 'fluxcd-appliers']);
    expect(kustomization?.shortNames).toEqual(['ks']);
  });

  it('carry the labels that they are given', () => {
    const labels = { 'app.kubernetes.io/part-of': 'flux' };
    expect(fluxCrds(labels).every(crd => crd.metadata.labels === labels)).toBe(true);
    expect(fluxCrds().every(crd => crd.metadata.labels === undefined)).toBe(true);
  });
});

describe('the types of a CustomResourceDefinition', () => {
  const crd = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.example.org' },
    spec: {
      group: 'example.org',
      scope: 'Cluster',
      names: { plural: 'things', kind: 'Thing' },
      versions: [
        { name: 'v2', served: false, storage: true },
        {
          name: 'v1',
          served: true,
          deprecated: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                metadata: { type: 'object' },
                template: { type: 'object', 'x-kubernetes-embedded-resource': true },
              },
            },
          },
        },
      ],
    },
  };

  it('are those of its served versions', () => {
    expect(
      typesOfCrd(crd).map(({ version, namespaced, deprecationWarning }) => ({
        version,
        namespaced,
        deprecationWarning,
      }))
    ).toEqual([
      {
        version: 'v1',
        namespaced: false,
        deprecationWarning: 'example.org/v1 Thing is deprecated',
      },
    ]);
  });

  it('know metadata, of embedded objects too, which the schema does not describe', () => {
    const properties = typesOfCrd(crd)[0]?.schema.properties;
    expect(properties?.metadata?.properties?.finalizers).toMatchObject({
      'x-kubernetes-list-type': 'set',
    });
    expect(Object.keys(properties?.template?.properties ?? {})).toEqual([
      'apiVersion',
      'kind',
      'metadata',
    ]);
  });

  it('are none where the definition has no names yet', () => {
    expect(typesOfCrd({ ...crd, spec: { ...crd.spec, names: undefined } })).toEqual([]);
  });
});
