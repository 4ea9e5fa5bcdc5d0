import { describe, expect, it } from 'vitest';
import { failed, fluxObject, kustomization, waits } from '../../../test/fixtures/fluxObjects.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { fluxState } from './state.ts';
import { stateLineOf } from './stateLine.ts';

const why = (object: KubernetesObject) => stateLineOf(object, fluxState(object));

describe('the line of a state', () => {
  it('is nothing for what is ready', () => expect(why(kustomization('apps'))).toBeUndefined());

  it("is the controller's own message for what fails", () => {
    const conditions = failed('kustomize build failed: no such file', 'BuildFailed');
    expect(why(kustomization('apps', { conditions }))).toEqual({
      says: { id: 'cause.message' },
      message: 'kustomize build failed: no such file',
    });
  });

  it('names the dependency that it waits for', () => {
    const conditions = waits("dependency 'flux-system/infra' is not ready");
    expect(why(kustomization('apps', { conditions }))).toEqual({
      says: { id: 'cause.waits.other', params: { other: 'infra' } },
      other: {
        group: 'kustomize.toolkit.fluxcd.io',
        kind: 'Kustomization',
        namespace: 'flux-system',
        name: 'infra',
      },
    });
  });

  it('tells a dependency that is missing or at another revision from one that is not ready', () => {
    const conditions = waits("dependency 'flux-system/infr' not found: kustomizations not found");
    expect(why(kustomization('apps', { conditions }))?.says.id).toBe('cause.waits.missing');
    const outdated = waits("dependency 'flux-system/infra' revision is not up to date");
    expect(why(kustomization('apps', { conditions: outdated }))?.says.id).toBe(
      'cause.waits.outdated'
    );
  });

  it.each([
    ['Source artifact not found, retrying in 30s', 'cause.waits.source'],
    ['gitrepositories.source.toolkit.fluxcd.io "flux-system" not found', 'cause.waits.missing'],
  ])('tells a source without an artifact from one that is missing: %s', (message, id) => {
    const type = 'Ready';
    const conditions = [{ type, status: 'False' as const, reason: 'ArtifactFailed', message }];
    expect(why(kustomization('apps', { conditions }))?.says.id).toBe(id);
  });

  it('says who suspended it last, with which program', () => {
    const managedFields = [
      { manager: 'kustomize-controller', time: '2026-07-01T00:00:00Z', fieldsV1: { 'f:spec': {} } },
      {
        manager: 'kubectl',
        time: '2026-07-30T00:00:00Z',
        fieldsV1: { 'f:spec': { 'f:suspend': {} } },
      },
    ];
    const object = kustomization('apps', { metadata: { managedFields }, spec: { suspend: true } });
    expect(why(object)?.says).toEqual({
      id: 'cause.suspended.with.at',
      params: { manager: 'kubectl', time: '2026-07-30T00:00:00Z' },
    });
  });

  it('says who suspended it and why, where Lumen has recorded that', () => {
    const annotations = {
      'lumen.headlamp.dev/suspended-by': 'anna',
      'lumen.headlamp.dev/suspended-reason': 'database move',
      'lumen.headlamp.dev/suspended-at': '2026-07-30T00:00:00Z',
    };
    expect(
      why(kustomization('apps', { metadata: { annotations }, spec: { suspend: true } }))?.says
    ).toEqual({
      id: 'cause.suspended.by.reason',
      params: { by: 'anna', reason: 'database move', time: '2026-07-30T00:00:00Z' },
    });
  });

  it('says what a controller does right now', () => {
    const conditions = [
      {
        type: 'Reconciling',
        status: 'True',
        reason: 'Progressing',
        message: 'Building manifests for revision x',
      },
      {
        type: 'Ready',
        status: 'Unknown',
        reason: 'Progressing',
        message: 'Reconciliation in progress',
      },
    ];
    expect(why(kustomization('apps', { conditions, revision: 'old' }))?.says.id).toBe(
      'cause.building'
    );
  });

  it('tells of what is stalled what went wrong, not how often it was tried', () => {
    const conditions = [
      { type: 'Stalled', status: 'True', reason: 'RetriesExceeded', message: 'after 3 attempts' },
      { type: 'Ready', status: 'False', reason: 'UpgradeFailed', message: 'Helm upgrade failed' },
    ];
    expect(why(fluxObject('HelmRelease', 'loki', { status: { conditions } }))).toEqual({
      says: { id: 'cause.stalled' },
      message: 'Helm upgrade failed',
    });
  });

  it('tells why it stalled where Ready still says what was before', () => {
    const conditions = [
      { type: 'Stalled', status: 'True', reason: 'InvalidPolicy', message: 'improper constraint' },
      { type: 'Ready', status: 'False', reason: 'DependencyNotReady', message: 'no tags' },
    ];
    expect(why(fluxObject('ImagePolicy', 'loki', { status: { conditions } }))).toEqual({
      says: { id: 'cause.stalled' },
      message: 'improper constraint',
    });
  });

  it('is the plain state where nobody has written one', () => {
    expect(why(fluxObject('Kustomization', 'apps'))).toEqual({ says: { id: 'state.unknown' } });
  });
});
