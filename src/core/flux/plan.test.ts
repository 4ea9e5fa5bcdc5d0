import { describe, expect, it } from 'vitest';
import { fluxObject, gitRepository, kustomization } from '../../../test/fixtures/fluxObjects.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { refKey, toRef } from '../kubernetes/ref.ts';
import type { FluxKindName } from './kinds.ts';
import { type ActionName, buildPlan } from './plan.ts';
import { refusalOf } from './refusal.ts';
import { undoerOf } from './suspendUndo.ts';
import { suspensionOf } from './suspension.ts';

const at = '2026-08-01T10:00:00.123Z';

function finding(...objects: KubernetesObject[]) {
  const byKey = new Map(objects.map(object => [refKey(toRef(object)), object]));
  return (ref: Parameters<typeof refKey>[0]) => byKey.get(refKey(ref));
}

const nothing = finding();
const suspended = (object: KubernetesObject): KubernetesObject => ({
  ...object,
  spec: { ...object.spec, suspend: true },
});

describe('a plan to reconcile', () => {
  const annotated = (annotations: Record<string, string>) => ({ metadata: { annotations } });
  const asked = annotated({ 'reconcile.fluxcd.io/requestedAt': at });

  it('asks the object alone, as the command does', () => {
    const apps = kustomization('apps');
    expect(buildPlan('reconcile', apps, nothing, { at })).toEqual({
      action: 'reconcile',
      target: toRef(apps),
      steps: [{ action: 'reconcile', ref: toRef(apps), token: at, patch: asked }],
      command: 'flux reconcile kustomization apps -n flux-system',
    });
  });

  it('fetches the source first where asked to', () => {
    const apps = kustomization('apps');
    const plan = buildPlan('reconcile', apps, finding(gitRepository), { at, withSource: true });
    expect(plan.steps.map(step => step.ref.kind)).toEqual(['GitRepository', 'Kustomization']);
    expect(plan.command).toBe('flux reconcile kustomization apps -n flux-system --with-source');
  });

  it('fetches repository, chart and release in that order, and leaves a static repository out', () => {
    const release = fluxObject('HelmRelease', 'cilium', {
      spec: { chart: { spec: { sourceRef: { kind: 'HelmRepository', name: 'cilium' } } } },
      status: { helmChart: 'flux-system/flux-system-cilium' },
    });
    const chart = fluxObject('HelmChart', 'flux-system-cilium');
    const repository = (type: string) => fluxObject('HelmRepository', 'cilium', { spec: { type } });
    const kinds = (type: string) =>
      buildPlan('reconcile', release, finding(chart, repository(type)), {
        at,
        withSource: true,
      }).steps.map(step => step.ref.kind);
    expect(kinds('default')).toEqual(['HelmRepository', 'HelmChart', 'HelmRelease']);
    expect(kinds('oci')).toEqual(['HelmChart', 'HelmRelease']);
  });

  it('forces and resets with the same value as it asks with', () => {
    const release = fluxObject('HelmRelease', 'cilium');
    const plan = buildPlan('reconcile', release, nothing, { at, force: true, reset: true });
    expect(plan.steps[0]?.patch).toEqual(
      annotated({
        'reconcile.fluxcd.io/requestedAt': at,
        'reconcile.fluxcd.io/forceAt': at,
        'reconcile.fluxcd.io/resetAt': at,
      })
    );
    expect(plan.command).toBe('flux reconcile helmrelease cilium -n flux-system --force --reset');
  });
});

describe('a plan to suspend', () => {
  it('records who and why, and resume takes all of it away', () => {
    const apps = kustomization('apps');
    const plan = buildPlan('suspend', apps, nothing, { at, by: 'anna', reason: 'database move' });
    expect(plan.steps[0]?.patch).toEqual({
      metadata: {
        annotations: {
          'lumen.headlamp.dev/suspended-by': 'anna',
          'lumen.headlamp.dev/suspended-reason': 'database move',
          'lumen.headlamp.dev/suspended-at': at,
        },
      },
      spec: { suspend: true },
    });
    expect(buildPlan('resume', apps, nothing, { at }).steps[0]?.patch).toEqual({
      metadata: {
        annotations: {
          'lumen.headlamp.dev/suspended-by': null,
          'lumen.headlamp.dev/suspended-reason': null,
          'lumen.headlamp.dev/suspended-at': null,
        },
      },
      spec: { suspend: null },
    });
  });

  it('is read back while the object is suspended, and not after', () => {
    const annotations = {
      'lumen.headlamp.dev/suspended-by': 'anna',
      'lumen.headlamp.dev/suspended-reason': 'database move',
    };
    const apps = kustomization('apps', { metadata: { annotations } });
    expect(suspensionOf(suspended(apps))).toEqual({ by: 'anna', reason: 'database move' });
    expect(suspensionOf(apps)).toBeUndefined();
  });

  it('suspends an ArtifactGenerator by its annotation', () => {
    const generator = fluxObject('ArtifactGenerator', 'apps');
    const { steps, command } = buildPlan('suspend', generator, nothing, { at });
    expect(steps[0]?.patch).toMatchObject({
      metadata: { annotations: { 'source.extensions.fluxcd.io/reconcile': 'disabled' } },
    });
    expect(steps[0]?.patch).not.toHaveProperty('spec');
    expect(command).toBe(
      'kubectl annotate artifactgenerators.source.extensions.fluxcd.io apps -n flux-system --overwrite source.extensions.fluxcd.io/reconcile=disabled'
    );
  });

  it('names the parent whose Git sets the field, and nobody where the click was the only one', () => {
    const managedFields = (manager: string) => [
      { manager, operation: 'Apply' as const, fieldsV1: { 'f:spec': { 'f:suspend': {} } } },
    ];
    const apps = (manager: string) =>
      kustomization('apps', { metadata: { managedFields: managedFields(manager) } });
    const id = 'flux-system_apps_kustomize.toolkit.fluxcd.io_Kustomization';
    const parent = kustomization('flux-system', {
      status: { inventory: { entries: [{ id, v: 'v1' }] } },
    });
    const all = [kustomization('infra'), parent];
    expect(undoerOf(apps('kustomize-controller'), all)).toEqual(toRef(parent));
    expect(undoerOf(apps('lumen'), all)).toBeUndefined();
    expect(undoerOf(apps('kustomize-controller'), [])).toBeUndefined();
  });
});

describe('an action', () => {
  const refused = (action: ActionName, kind: FluxKindName, spec = {}, metadata = {}) =>
    refusalOf(action, fluxObject(kind, 'x', { spec, metadata }))?.id;

  it('is refused where no controller would do anything', () => {
    expect(refused('reconcile', 'Alert')).toBe('action.refused.static');
    expect(refused('reconcile', 'HelmRepository', { type: 'oci' })).toBe('action.refused.static');
    expect(refused('reconcile', 'Kustomization', { suspend: true })).toBe(
      'action.refused.suspended'
    );
    expect(refused('suspend', 'ExternalArtifact')).toBe('action.refused.noSuspend');
    expect(refused('suspend', 'Kustomization', { suspend: true })).toBe(
      'action.refused.isSuspended'
    );
    expect(refused('resume', 'Kustomization')).toBe('action.refused.notSuspended');
    const going = { deletionTimestamp: at };
    expect(refused('reconcile', 'Kustomization', {}, going)).toBe('action.refused.terminating');
  });

  it('is not refused where it does something', () => {
    expect(refused('reconcile', 'Kustomization')).toBeUndefined();
    expect(refused('reconcile', 'ArtifactGenerator')).toBeUndefined();
    expect(refused('suspend', 'Alert')).toBeUndefined();
    expect(refused('resume', 'Receiver', { suspend: true })).toBeUndefined();
  });
});
