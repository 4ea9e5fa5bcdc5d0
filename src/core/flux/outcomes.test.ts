import { describe, expect, it } from 'vitest';
import { failed, fluxObject, kustomization } from '../../../test/fixtures/fluxObjects.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { toRef } from '../kubernetes/ref.ts';
import { outcomesSince } from './outcomes.ts';
import { toRow } from './row.ts';
import { fluxState } from './state.ts';

const since = Date.parse('2026-08-01T00:00:00Z');
const [before, after] = ['2026-07-31T23:00:00Z', '2026-08-01T09:00:00Z'];

const row = (object: KubernetesObject) =>
  toRow({ cluster: 'noah', ref: toRef(object), object, state: fluxState(object) });

const build = (digest: string, first: string, last: string, isGood = true) => ({
  digest,
  firstReconciled: first,
  lastReconciled: last,
  lastReconciledStatus: isGood ? 'ReconciliationSucceeded' : 'HealthCheckFailed',
});

const release = (version: number, lastDeployed: string, status: string) => ({
  name: 'grafana',
  version,
  status,
  firstDeployed: before,
  lastDeployed,
});

const told = (...objects: KubernetesObject[]) => {
  const { applied, isMore, failed: names } = outcomesSince(objects.map(row), since);
  return { applied, isMore, failed: names.map(({ name }) => name) };
};

describe('the outcomes since a moment', () => {
  it('count each build once that was not applied before, and who failed', () => {
    const history = [
      build('c', after, after, false),
      build('b', after, after),
      build('a', before, after),
    ];
    expect(told(kustomization('apps', { status: { history } }))).toEqual({
      applied: 1,
      isMore: false,
      failed: ['apps'],
    });
  });

  it('leave out what failed before that moment and is well since', () => {
    const history = [build('b', before, after), build('a', before, before, false)];
    expect(told(kustomization('apps', { status: { history } }))).toEqual({
      applied: 0,
      isMore: false,
      failed: [],
    });
  });

  it('know a build that failed before it was applied by the condition', () => {
    const conditions = failed('kustomize build failed', 'BuildFailed');
    expect(told(kustomization('apps', { conditions })).failed).toEqual(['apps']);
  });

  it('count no wait as a failure', () => {
    const conditions = [
      { type: 'Ready', status: 'False', reason: 'DependencyNotReady', lastTransitionTime: after },
    ];
    expect(told(kustomization('apps', { conditions })).failed).toEqual([]);
  });

  it('count the releases of a chart by when each was made', () => {
    const history = [
      release(3, after, 'deployed'),
      release(2, after, 'failed'),
      release(1, before, 'superseded'),
    ];
    expect(told(fluxObject('HelmRelease', 'grafana', { status: { history } }))).toEqual({
      applied: 1,
      isMore: false,
      failed: ['grafana'],
    });
  });

  it('say that there may be more where a history was cut within that time', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map(digest => build(digest, after, after));
    expect(told(kustomization('apps', { status: { history: five } })).isMore).toBe(true);
    expect(told(kustomization('apps', { status: { history: five.slice(1) } })).isMore).toBe(false);
    const history = [release(3, after, 'deployed'), release(2, after, 'superseded')];
    expect(told(fluxObject('HelmRelease', 'grafana', { status: { history } })).isMore).toBe(true);
  });

  it('are none for kinds that keep no history', () => {
    expect(told(fluxObject('GitRepository', 'homelab', { status: { history: [] } }))).toEqual({
      applied: 0,
      isMore: false,
      failed: [],
    });
  });
});
