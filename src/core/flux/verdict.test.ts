import { describe, expect, it } from 'vitest';
import { failed, kustomization, newest, older } from '../../../test/fixtures/fluxObjects.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { toRef } from '../kubernetes/ref.ts';
import { toRow } from './row.ts';
import { fluxState } from './state.ts';
import { type Reading, verdictOf } from './verdict.ts';

const row = (object: KubernetesObject) =>
  toRow({
    cluster: 'noah',
    ref: toRef(object),
    object,
    state: fluxState(object),
    sourceRevision: newest,
  });
const read = { isKnown: true, isPartial: false };
const verdict = (objects: KubernetesObject[], reading: Reading = read) =>
  verdictOf(objects.map(row), reading);

describe('the verdict', () => {
  it('tells "not yet", "may not", and "there is nothing" apart', () => {
    expect(verdict([], { isKnown: false, isPartial: false }).name).toBe('checking');
    expect(verdict([], { isKnown: true, isPartial: true }).name).toBe('unseen');
    expect(verdict([]).name).toBe('nothing');
  });

  it('is never well before all has answered, but broken at once', () => {
    const reading = { isKnown: false, isPartial: false };
    expect(verdict([kustomization('a')], reading).name).toBe('checking');
    expect(verdict([kustomization('a', { conditions: failed('boom') })], reading).name).toBe(
      'broken'
    );
  });

  it('is well only when all is ready or suspended, and nothing is behind', () => {
    expect(
      verdict([kustomization('a'), kustomization('b', { spec: { suspend: true } })]).name
    ).toBe('well');
    expect(verdict([kustomization('a', { revision: older })])).toMatchObject({
      name: 'unsettled',
      newest: { count: 0, total: 1 },
    });
  });

  it('counts objects that are broken, not reasons', () => {
    const conditions = failed('token expired');
    const { name, broken, troubles } = verdict([
      kustomization('a', { conditions }),
      kustomization('b', { conditions }),
    ]);
    expect([name, broken, troubles.length]).toEqual(['broken', 2, 1]);
  });
});
