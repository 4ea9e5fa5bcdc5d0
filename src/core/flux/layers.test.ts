import { describe, expect, it } from 'vitest';
import { kustomization } from '../../../test/fixtures/fluxObjects.ts';
import { layersOf } from './layers.ts';

const appliedBy = (name: string) => ({
  labels: {
    'kustomize.toolkit.fluxcd.io/name': name,
    'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
  },
});
const layer = (name: string, dependsOn: string[] = [], parent = 'flux-system') =>
  kustomization(name, {
    metadata: appliedBy(parent),
    spec: { dependsOn: dependsOn.map(other => ({ name: other })) },
  });
const drawn = (objects: Parameters<typeof layersOf>[0]) =>
  layersOf(objects).map(({ root, columns }) => [root.name, columns.map(c => c.map(r => r.name))]);

describe('layers', () => {
  it('start at the root that applies itself, in columns by who waits for whom', () => {
    const objects = [layer('flux-system'), layer('apps', ['infra']), layer('infra'), layer('mon')];
    expect(drawn(objects)).toEqual([['flux-system', [['infra', 'mon'], ['apps']]]]);
  });

  it('leave out what a dependency outside of them would say, and survive a cycle', () => {
    const objects = [layer('flux-system'), layer('a', ['b', 'flux-system']), layer('b', ['a'])];
    expect(drawn(objects)).toEqual([['flux-system', [['b'], ['a']]]]);
  });

  it('are found as fast where everything depends on all that comes before', () => {
    const names = Array.from({ length: 60 }, (_, index) => `k${String(index).padStart(2, '0')}`);
    const objects = names.map((name, index) => layer(name, names.slice(0, index)));
    expect(drawn([layer('flux-system'), ...objects])).toEqual([
      ['flux-system', names.map(name => [name])],
    ]);
  });

  it('count what nothing applies, or what is gone applied, as roots of their own', () => {
    expect(drawn([kustomization('alone'), layer('orphan', [], 'gone')])).toEqual([
      ['alone', []],
      ['orphan', []],
    ]);
  });
});
