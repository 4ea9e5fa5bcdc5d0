import { describe, expect, it } from 'vitest';
import { failed, kustomization, waits } from '../../../test/fixtures/fluxObjects.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { toRef } from '../kubernetes/ref.ts';
import { compareRows, toRow } from './row.ts';
import { fluxState } from './state.ts';
import { troublesOf } from './trouble.ts';

const row = (object: KubernetesObject) =>
  toRow({ cluster: 'noah', ref: toRef(object), object, state: fluxState(object) });
const waitsFor = (name: string) => waits(`dependency 'flux-system/${name}' is not ready`);
const told = (objects: KubernetesObject[]) =>
  troublesOf(objects.map(row)).map(({ row: at, holdsUp }) => [at.name, holdsUp.map(r => r.name)]);

describe('troubles', () => {
  it('count what waits, directly and through others, for what is broken', () => {
    const objects = [
      kustomization('home', { conditions: waitsFor('apps') }),
      kustomization('apps', { conditions: waitsFor('infra') }),
      kustomization('infra', { conditions: failed('boom') }),
      kustomization('mon'),
    ];
    expect(told(objects)).toEqual([['infra', ['apps', 'home']]]);
  });

  it('lay the failure of a parent at the child that its health check names', () => {
    const objects = [
      kustomization('flux-system', {
        conditions: failed('health check failed: Kustomization/flux-system/apps not ready'),
      }),
      kustomization('apps', { conditions: failed('boom') }),
    ];
    expect(told(objects)).toEqual([['apps', ['flux-system']]]);
  });

  it('end where two wait for each other, without calling a wait broken', () => {
    const objects = [
      kustomization('a', { conditions: waitsFor('b') }),
      kustomization('b', { conditions: waitsFor('a') }),
    ];
    expect(told(objects)).toEqual([]);
  });
});

describe('troubles that say the same', () => {
  it('are one reason with many objects', () => {
    const objects = [
      kustomization('b', { conditions: failed('token expired') }),
      kustomization('a', { conditions: failed('token expired') }),
      kustomization('c', { conditions: failed('boom') }),
      kustomization('d', { conditions: waitsFor('b') }),
    ];
    const [first, second, ...others] = troublesOf(objects.map(row));
    expect([
      first?.row.name,
      first?.alike.map(r => r.name),
      first?.holdsUp.map(r => r.name),
    ]).toEqual(['b', ['a'], ['d']]);
    expect([second?.row.name, second?.alike, others]).toEqual(['c', [], []]);
  });
});

describe('the order of rows', () => {
  it('is what needs attention first, then by name', () => {
    const objects = [
      kustomization('b'),
      kustomization('a'),
      kustomization('z', { conditions: failed('boom') }),
      kustomization('y', { conditions: waitsFor('z') }),
    ];
    expect(
      objects
        .map(row)
        .sort(compareRows)
        .map(({ name }) => name)
    ).toEqual(['z', 'y', 'a', 'b']);
  });
});
