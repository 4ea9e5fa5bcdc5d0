import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { ObjectRef } from '../kubernetes/ref.ts';
import { fluxState } from './state.ts';
import { whyChain } from './whyChain.ts';

const ref = (name: string): ObjectRef => ({
  group: 'kustomize.toolkit.fluxcd.io',
  kind: 'Kustomization',
  namespace: 'flux-system',
  name,
});

const make = (name: string, status: string, reason: string, message: string): KubernetesObject => ({
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name, namespace: 'flux-system' },
  spec: {},
  status: { conditions: [{ type: 'Ready', status, reason, message }] },
});

const waitsFor = (name: string, other: string) =>
  make(name, 'False', 'DependencyNotReady', `dependency 'flux-system/${other}' is not ready`);

const names = (objects: KubernetesObject[], start: string) =>
  whyChain(ref(start), ({ name }) => {
    const object = objects.find(candidate => candidate.metadata.name === name);
    return object && { object, state: fluxState(object) };
  }).map(link => `${link.ref.name} ${link.state?.name ?? 'missing'}`);

describe('the chain of why', () => {
  it('leads from what waits to what is broken', () => {
    const broken = make('infra', 'False', 'BuildFailed', 'kustomize build failed');
    const objects = [waitsFor('apps', 'config'), waitsFor('config', 'infra'), broken];
    expect(names(objects, 'apps')).toEqual(['apps pending', 'config pending', 'infra failing']);
  });

  it('ends with a name where nothing of that name is read', () => {
    expect(names([waitsFor('apps', 'gone')], 'apps')).toEqual(['apps pending', 'gone missing']);
  });

  it('leaves out a dependency that has become ready since', () => {
    const objects = [
      waitsFor('apps', 'infra'),
      make('infra', 'True', 'ReconciliationSucceeded', ''),
    ];
    expect(names(objects, 'apps')).toEqual(['apps pending']);
  });

  it('ends a cycle where it closes', () => {
    expect(names([waitsFor('a', 'b'), waitsFor('b', 'a')], 'a')).toEqual([
      'a pending',
      'b pending',
      'a pending',
    ]);
  });
});
