import { expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { fluxKinds } from './kinds.ts';
import { componentOf, unhandledOf } from './unhandled.ts';

function kustomization(
  asked: string | undefined,
  handled: string | undefined,
  differs: Partial<KubernetesObject> = {}
): KubernetesObject {
  const annotations = asked ? { 'reconcile.fluxcd.io/requestedAt': asked } : undefined;
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'apps', namespace: 'flux-system', generation: 2, annotations },
    status: { observedGeneration: 2, lastHandledReconcileAt: handled },
    ...differs,
  };
}

const time = '2026-11-22T22:00:00.123456789Z';

it('names a request until the controller has noted it, and its time where it is one', () => {
  expect(unhandledOf(kustomization(time, undefined))).toEqual({ what: 'request', since: time });
  expect(unhandledOf(kustomization('12345678', time))).toEqual({ what: 'request' });
  expect(unhandledOf(kustomization(time, time))).toBe(undefined);
  expect(unhandledOf(kustomization(undefined, undefined))).toBe(undefined);
});

it('names a generation that the controller has not looked at', () => {
  const behind = { status: { observedGeneration: 1 } };
  expect(unhandledOf(kustomization(undefined, undefined, behind))).toEqual({ what: 'generation' });
  expect(unhandledOf(kustomization(undefined, undefined, { status: {} }))).toEqual({
    what: 'generation',
  });
});

it('asks nothing of who is suspended, and of kinds that nobody reconciles', () => {
  expect(unhandledOf(kustomization(time, undefined, { spec: { suspend: true } }))).toBe(undefined);
  const alert = { apiVersion: 'notification.toolkit.fluxcd.io/v1beta3', kind: 'Alert' };
  expect(unhandledOf(kustomization(time, undefined, alert))).toBe(undefined);
});

it('knows the controller of every kind', () => {
  const of = fluxKinds.map(({ kind, group }) =>
    componentOf({ apiVersion: `${group}/v1`, kind, metadata: { name: 'x' } })
  );
  expect([...new Set(of)]).toEqual([
    'kustomize-controller',
    'helm-controller',
    'source-controller',
    'source-watcher',
    'image-reflector-controller',
    'image-automation-controller',
    'notification-controller',
  ]);
});
