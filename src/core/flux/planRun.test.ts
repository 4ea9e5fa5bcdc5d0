import { describe, expect, it } from 'vitest';
import {
  failed,
  fluxObject,
  gitRepository,
  isReady,
  kustomization,
  newest,
  older,
  waits,
} from '../../../test/fixtures/fluxObjects.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { type ObjectRef, refKey, toRef } from '../kubernetes/ref.ts';
import { buildPlan, type Plan } from './plan.ts';
import { advanceRun, type PlanRun, type RunEvent, startRun } from './planRun.ts';

const token = '2026-08-01T10:00:00.123Z';
const requested = { 'reconcile.fluxcd.io/requestedAt': token };
const minute = 60_000;

/** A plan that runs in a cluster of the objects given. */
function running(
  plan: (find: (ref: ObjectRef) => KubernetesObject | undefined) => Plan,
  ...objects: KubernetesObject[]
) {
  const held = new Map(objects.map(object => [refKey(toRef(object)), object]));
  const find = (ref: ObjectRef) => held.get(refKey(ref));
  let run: PlanRun = startRun(plan(find));
  const it = {
    now: 0,
    sent: [] as number[],
    take(event: RunEvent) {
      const artifact = find(toRef(gitRepository))?.status?.artifact as
        | { revision?: string }
        | undefined;
      const sourceRevision = (ref: ObjectRef) =>
        ref.kind === 'Kustomization' ? artifact?.revision : undefined;
      const next = advanceRun(run, event, { now: it.now, find, sourceRevision });
      run = next.run;
      if (next.send !== undefined) it.sent.push(next.send);
      return it;
    },
    look: () => it.take({ type: 'look' }),
    put(...changed: KubernetesObject[]) {
      for (const object of changed) held.set(refKey(toRef(object)), object);
      return it.look();
    },
    remove(object: KubernetesObject) {
      held.delete(refKey(toRef(object)));
      return it.look();
    },
    sentNow: () => it.take({ type: 'sent', index: it.sent.at(-1) ?? 0 }),
    progress: () => run.steps.map(each => each.progress),
    state: () => run.state,
  };
  return it;
}

const apps = (handled?: string, parts: Parameters<typeof kustomization>[1] = {}) =>
  kustomization('apps', {
    ...parts,
    metadata: { annotations: requested },
    status: { lastHandledReconcileAt: handled },
  });

const reconcileApps = (withSource = false) =>
  running(
    find => buildPlan('reconcile', kustomization('apps'), find, { at: token, withSource }),
    kustomization('apps', { status: { lastHandledReconcileAt: 'before' } }),
    gitRepository
  ).look();

describe('a reconcile that runs', () => {
  it('is requested, then handled, then done at the revision that its source serves', () => {
    const it = reconcileApps();
    expect([it.progress(), it.sent]).toEqual([[{ name: 'sending' }], [0]]);
    it.sentNow();
    expect(it.progress()).toEqual([{ name: 'requested' }]);
    const busy = { ...isReady, status: 'Unknown', reason: 'Progressing', message: 'Building' };
    it.put(apps(token, { conditions: [busy], revision: older }));
    expect(it.progress()).toEqual([{ name: 'handled', message: 'Building' }]);
    it.put(apps(token));
    expect(it.progress()).toEqual([{ name: 'done', revision: newest, isNews: false }]);
    expect(it.state()).toBe('done');
  });

  it('is not done while Ready speaks of an older revision', () => {
    const it = reconcileApps()
      .sentNow()
      .put(apps(token, { revision: older }));
    expect(it.progress()[0]?.name).toBe('handled');
    expect(it.state()).toBe('running');
  });

  it('is not taken for handled by what was handled before', () => {
    const progress = (object: KubernetesObject) => reconcileApps().sentNow().put(object).progress();
    expect(progress(apps('before'))).toEqual([{ name: 'requested' }]);
    // The watch has not brought our own patch yet.
    const unpatched = kustomization('apps', {
      metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': 'before' } },
      status: { lastHandledReconcileAt: 'before' },
    });
    expect(progress(unpatched)).toEqual([{ name: 'requested' }]);
    // A request from before ours was still on its way.
    expect(progress(apps('a webhook'))).toEqual([{ name: 'requested' }]);
  });

  it('is handled with the value of somebody who asked later', () => {
    const theirs = kustomization('apps', {
      metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': 'theirs' } },
      status: { lastHandledReconcileAt: 'theirs' },
    });
    expect(reconcileApps().sentNow().put(theirs).state()).toBe('done');
  });

  it('fails with the reason and the words of the controller', () => {
    const it = reconcileApps().sentNow();
    it.put(
      apps(token, { conditions: failed('kustomize build failed: no such file', 'BuildFailed') })
    );
    expect(it.progress()).toEqual([
      { name: 'failed', reason: 'BuildFailed', message: 'kustomize build failed: no such file' },
    ]);
    expect(it.state()).toBe('failed');
  });

  it('waits while the controller waits, and times out after five minutes, saying how far it came', () => {
    const it = reconcileApps().sentNow();
    it.put(apps(token, { conditions: waits("dependency 'flux-system/infra' is not ready") }));
    expect(it.progress()[0]).toMatchObject({
      name: 'handled',
      message: expect.stringContaining('infra'),
    });
    it.now += 5 * minute;
    expect(it.look().progress()).toEqual([{ name: 'timedOut', seconds: 300, last: 'handled' }]);
    expect(it.state()).toBe('failed');
  });

  it('fetches the source to its end before it asks the object', () => {
    const it = reconcileApps(true);
    expect(it.progress()).toEqual([{ name: 'sending' }, { name: 'waiting' }]);
    it.sentNow();
    const source = (revision: string): KubernetesObject => ({
      ...gitRepository,
      metadata: { ...gitRepository.metadata, annotations: requested },
      status: { ...gitRepository.status, artifact: { revision }, lastHandledReconcileAt: token },
    });
    const next = newest.replace('5763edb', 'aaaaaaa');
    it.put(source(next));
    expect(it.progress()).toEqual([
      { name: 'done', revision: next, isNews: true },
      { name: 'sending' },
    ]);
    it.sentNow().put(apps(token));
    expect(it.state()).toBe('running');
    expect(it.put(apps(token, { revision: next })).state()).toBe('done');
  });

  it('skips what comes after a refusal, and names it', () => {
    const it = reconcileApps(true).take({ type: 'refused', index: 0, message: 'may not patch' });
    expect(it.progress()).toEqual([
      { name: 'refused', message: 'may not patch' },
      { name: 'skipped' },
    ]);
    expect([it.state(), it.sent]).toEqual(['failed', [0]]);
  });

  it('ends when somebody suspends or deletes the object meanwhile', () => {
    const paused = apps('before');
    const suspended = { ...paused, spec: { ...paused.spec, suspend: true } };
    expect(reconcileApps().sentNow().put(suspended).progress()).toEqual([{ name: 'suspended' }]);
    expect(reconcileApps().sentNow().remove(paused).progress()).toEqual([{ name: 'gone' }]);
  });
});

describe('a suspend or resume that runs', () => {
  const alert = (suspend?: boolean) =>
    fluxObject('Alert', 'chat', { spec: suspend === undefined ? {} : { suspend } });

  it('is done when the object says so', () => {
    const it = running(find => buildPlan('suspend', alert(), find, { at: token }), alert()).look();
    expect(it.sentNow().progress()).toEqual([{ name: 'requested' }]);
    expect(it.put(alert(true)).state()).toBe('done');
  });

  it('is resumed when its controller has looked at it again, and at once where none does', () => {
    const ofGeneration = (observedGeneration: number, suspend?: boolean) =>
      kustomization('apps', {
        metadata: { generation: 3 },
        spec: suspend ? { suspend } : {},
        status: { observedGeneration },
      });
    const it = running(
      find => buildPlan('resume', kustomization('apps'), find, { at: token }),
      ofGeneration(1, true)
    );
    it.look().sentNow();
    expect(it.progress()[0]?.name).toBe('requested');
    expect(it.put(ofGeneration(1)).progress()[0]?.name).toBe('handled');
    expect(it.put(ofGeneration(3)).state()).toBe('done');
    const chat = running(
      find => buildPlan('resume', alert(true), find, { at: token }),
      alert(true)
    );
    expect(chat.look().sentNow().put(alert()).state()).toBe('done');
  });
});
