import { describe, expect, it } from 'vitest';
import { failed, kustomization, newest, older } from '../../../test/fixtures/fluxObjects.ts';
import type { Cause, Victim } from '../diagnosis/finding.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { type ObjectRef, toRef } from '../kubernetes/ref.ts';
import { toRow } from './row.ts';
import { fluxState } from './state.ts';
import { type Found, type Reading, verdictOf } from './verdict.ts';

const row = (object: KubernetesObject) =>
  toRow({
    cluster: 'noah',
    ref: toRef(object),
    object,
    state: fluxState(object),
    sourceRevision: newest,
  });
const read = { isKnown: true, isPartial: false };
const found = (differs: Partial<Found> = {}): Found => ({
  diagnosis: { causes: [] },
  checked: 0,
  notChecked: 0,
  unhealthy: 0,
  ...differs,
});
const verdict = (
  objects: KubernetesObject[],
  { reading = read, ...differs }: Partial<Found> & { reading?: Reading } = {}
) => verdictOf(objects.map(row), [found(differs)], reading);

const ref = (name: string): ObjectRef => toRef(kustomization(name));
const cause = (object: ObjectRef, victims: Victim[] = []): Cause => ({
  rule: 'failed',
  object,
  says: { id: 'rule.failed' },
  remedy: { id: 'remedy.failed' },
  evidence: [],
  victims,
  isFresh: false,
});

describe('the verdict', () => {
  it('tells "not yet", "may not", and "there is nothing" apart', () => {
    expect(verdict([], { reading: { isKnown: false, isPartial: false } }).name).toBe('checking');
    expect(verdict([], { reading: { isKnown: true, isPartial: true } }).name).toBe('unseen');
    expect(verdict([]).name).toBe('nothing');
  });

  it('is never well before all has answered, but broken at once', () => {
    const reading = { isKnown: false, isPartial: false };
    expect(verdict([kustomization('a')], { reading }).name).toBe('checking');
    const broken = { causes: [cause(ref('a'))] };
    const objects = [kustomization('a', { conditions: failed('boom') })];
    expect(verdict(objects, { reading, diagnosis: broken }).name).toBe('broken');
  });

  it('is well only when all is ready or suspended, nothing is behind, and all that was applied is healthy', () => {
    const objects = [kustomization('a'), kustomization('b', { spec: { suspend: true } })];
    expect(verdict(objects, { checked: 9 }).name).toBe('well');
    expect(verdict(objects, { checked: 9, unhealthy: 1 }).name).toBe('unsettled');
    expect(verdict([kustomization('a', { revision: older })])).toMatchObject({
      name: 'unsettled',
      newest: { count: 0, total: 1 },
    });
  });

  it('counts first causes, and everybody who suffers from any of them once', () => {
    const diagnosis = {
      causes: [
        cause(ref('infra'), [
          { object: ref('apps'), effect: 'waiting' },
          { object: ref('home'), effect: 'stale' },
          { object: ref('old'), effect: 'held' },
        ]),
        cause(ref('vendor'), [
          { object: ref('apps'), effect: 'broken' },
          { object: ref('infra'), effect: 'broken' },
        ]),
      ],
    };
    expect(verdict([kustomization('a')], { diagnosis })).toMatchObject({
      name: 'broken',
      broken: 2,
      heldUp: 2,
    });
  });

  it('calls healthy only what was looked at', () => {
    const { applied } = verdictOf(
      [],
      [found({ checked: 5, unhealthy: 2, notChecked: 3 }), found({ checked: 4, notChecked: 1 })],
      read
    );
    expect(applied).toEqual({ healthy: 7, unhealthy: 2, notChecked: 4 });
  });
});
