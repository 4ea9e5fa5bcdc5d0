import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type { Outcome } from '../ledger/ledger.ts';
import { outcomesOf } from './outcomes.ts';

const object = 'Kustomization/apps/web';
const at = (second: number) => `2026-11-22T10:00:${String(second).padStart(2, '0')}Z`;
const ms = (second: number) => Date.parse(at(second));
const revision = (letter: string) => `main@sha1:${letter.repeat(40)}`;

interface Told {
  ready?: [status: string, reason: string, second: number, message?: string];
  applied?: string;
  attempted?: string;
  history?: [revision: string, status: string, second: number, duration: string][];
}

function status({ ready, applied, attempted, history = [] }: Told): KubernetesObject {
  const [isReady, reason, second = 0, message = ''] = ready ?? [];
  const condition = {
    type: 'Ready',
    status: isReady,
    reason,
    message,
    lastTransitionTime: at(second),
  };
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { namespace: 'apps', name: 'web' },
    status: {
      ...(ready ? { conditions: [condition] } : {}),
      lastAppliedRevision: applied,
      lastAttemptedRevision: attempted,
      history: history.map(([of, said, time, duration]) => ({
        digest: `sha256:${of}`,
        lastReconciled: at(time),
        lastReconciledStatus: said,
        lastReconciledDuration: duration,
        metadata: { revision: of },
      })),
    },
  };
}

const [a, b] = [revision('a'), revision('b')];
const scrub = (text: string) => text.replace('hunter2', '***');
const told = (what: Told, last?: Outcome, offered = b) =>
  outcomesOf(status(what), { object, last, offered, now: ms(59), scrub });
const appliedA: Outcome = { object, at: ms(5), revision: a, state: 'applied' };

describe('outcomesOf', () => {
  it('tells at first what the history and the condition know, one row an attempt', () => {
    const found = told({
      ready: ['True', 'ReconciliationSucceeded', 9, 'Applied revision'],
      applied: b,
      attempted: b,
      history: [
        [b, 'ReconciliationSucceeded', 9, '1.5s'],
        [a, 'HealthCheckFailed', 4, '30s'],
      ],
    });
    expect(found).toEqual([
      {
        object,
        at: ms(4),
        revision: a,
        state: 'failed',
        reason: 'HealthCheckFailed',
        durationMs: 30_000,
      },
      {
        object,
        at: ms(9),
        revision: b,
        state: 'applied',
        reason: 'ReconciliationSucceeded',
        message: 'Applied revision',
        durationMs: 1500,
      },
    ]);
  });

  it('tells nothing of a re-check, nor of the same failure once more', () => {
    const isChecked: Told = {
      ready: ['Unknown', 'Progressing', 20],
      applied: a,
      attempted: a,
      history: [[a, 'ReconciliationSucceeded', 5, '1s']],
    };
    expect(told(isChecked, appliedA)).toEqual([]);
    const again: Told = {
      ready: ['True', 'ReconciliationSucceeded', 21],
      applied: a,
      attempted: a,
      history: [[a, 'ReconciliationSucceeded', 21, '1s']],
    };
    expect(told(again, appliedA)).toEqual([]);

    const failing: Told = { ready: ['False', 'BuildFailed', 30, 'no hunter2'], attempted: b };
    const [failed] = told(failing, appliedA);
    expect(failed).toEqual({
      object,
      at: ms(30),
      revision: b,
      state: 'failed',
      reason: 'BuildFailed',
      message: 'no ***',
    });
    const retried: Told = { ready: ['Unknown', 'Progressing', 35], attempted: b, applied: a };
    expect(told(retried, failed)).toEqual([]);
    const onceMore: Told = { ready: ['False', 'BuildFailed', 36, 'no hunter2'], attempted: b };
    expect(told(onceMore, failed)).toEqual([]);
  });

  it('tells another failure, what begins and what ends, within one second too', () => {
    const begins: Told = {
      ready: ['Unknown', 'Progressing', 30],
      applied: a,
      attempted: b,
      history: [[a, 'ReconciliationSucceeded', 5, '1s']],
    };
    const [begun] = told(begins, appliedA);
    expect(begun).toMatchObject({ at: ms(30), revision: b, state: 'progressing' });
    const ends: Told = {
      ready: ['True', 'ReconciliationSucceeded', 30],
      applied: b,
      attempted: b,
      history: [
        [b, 'ReconciliationSucceeded', 30, '0.4s'],
        [a, 'ReconciliationSucceeded', 5, '1s'],
      ],
    };
    expect(told(ends, begun)).toMatchObject([{ revision: b, state: 'applied', durationMs: 400 }]);

    const [first] = told({ ready: ['False', 'BuildFailed', 31, 'one'], attempted: b }, begun);
    expect(told({ ready: ['False', 'BuildFailed', 32, 'two'], attempted: b }, first)).toMatchObject(
      [{ state: 'failed', message: 'two' }]
    );
  });

  it('calls what waits for a dependency progress towards what its source offers', () => {
    const waiting: Told = { ready: ['False', 'DependencyNotReady', 12, 'not ready'], applied: a };
    expect(told(waiting, appliedA)).toMatchObject([
      { revision: b, state: 'progressing', reason: 'DependencyNotReady' },
    ]);
    // At every interval its dependency is re-checked, and it waits for that: no news.
    expect(told(waiting, appliedA, a)).toEqual([]);
  });

  it('tells what happened while nobody looked', () => {
    const found = told(
      {
        ready: ['True', 'ReconciliationSucceeded', 40],
        applied: revision('c'),
        attempted: revision('c'),
        history: [
          [revision('c'), 'ReconciliationSucceeded', 40, '1s'],
          [b, 'HealthCheckFailed', 20, '9s'],
          [a, 'ReconciliationSucceeded', 5, '1s'],
        ],
      },
      appliedA
    );
    expect(found.map(({ revision: of, state }) => [of, state])).toEqual([
      [b, 'failed'],
      [revision('c'), 'applied'],
    ]);
  });

  it('tells of a status of odd shape what can be read of it', () => {
    const odd: KubernetesObject = {
      ...status({}),
      status: { conditions: 'none', history: [7, { lastReconciled: 'soon' }], artifact: [] },
    };
    expect(outcomesOf(odd, { object, last: undefined, offered: undefined, now: 0, scrub })).toEqual(
      []
    );
  });
});
