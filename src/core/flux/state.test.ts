import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { fluxState, needsAttention, type StateContext } from './state.ts';

const newRevision = 'main@sha1:2222222222222222222222222222222222222222';
const oldRevision = 'main@sha1:1111111111111111111111111111111111111111';
const at = '2026-08-01T10:00:00Z';

interface Parts {
  kind?: string;
  apiVersion?: string;
  metadata?: Partial<KubernetesObject['metadata']>;
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
}

const object = ({ kind = 'Kustomization', apiVersion, metadata, spec, status }: Parts) => ({
  apiVersion: apiVersion ?? 'kustomize.toolkit.fluxcd.io/v1',
  kind,
  metadata: { name: 'apps', namespace: 'flux-system', generation: 4, ...metadata },
  spec,
  status,
});

const condition = (type: string, status: string, reason: string, message = '') => ({
  type,
  status,
  reason,
  message,
  lastTransitionTime: at,
  observedGeneration: 4,
});

const failedRow = {
  lastReconciledStatus: 'HealthCheckFailed',
  firstReconciled: '2026-08-01T09:00:00Z',
};
const goodRow = { lastReconciledStatus: 'ReconciliationSucceeded', firstReconciled: at };

const name = (parts: Parts, context?: StateContext) => fluxState(object(parts), context).name;

describe('the state of a Flux object', () => {
  it('is ready where Ready is True, and says when at the latest that began', () => {
    const status = {
      observedGeneration: 4,
      conditions: [condition('Ready', 'True', 'ReconciliationSucceeded', 'Applied revision: x')],
    };
    expect(fluxState(object({ status }))).toEqual({
      name: 'ready',
      reason: 'ReconciliationSucceeded',
      message: 'Applied revision: x',
      since: { time: at, atLeast: true },
      says: { id: 'state.ready' },
    });
  });

  it('is unknown without a status, and with conditions of odd types', () => {
    const expected = { name: 'unknown', says: { id: 'state.unknown' } };
    expect(fluxState(object({}))).toEqual(expected);
    expect(fluxState(object({ status: { observedGeneration: -1 } }))).toEqual(expected);
    const conditions = ['Ready', null, { type: 'Ready' }, { type: 7, status: 'True' }, []];
    expect(fluxState(object({ status: { conditions } }))).toEqual(expected);
    expect(name({ status: { conditions: 'none' } })).toBe('unknown');
  });

  it('is unknown where no controller here reconciles its kind, in the words of who says so', () => {
    const message = "not supported by Lumen's reconciler: HelmRelease";
    const conditions = [condition('Ready', 'Unknown', 'NotSupported', message)];
    const state = fluxState(object({ status: { observedGeneration: 4, conditions } }));
    expect([state.name, state.message]).toEqual(['unknown', message]);
  });

  it('is failing where a build failed and is retried, though the generation is not observed', () => {
    const conditions = [
      condition('Reconciling', 'True', 'ProgressingWithRetry'),
      condition('Ready', 'False', 'BuildFailed', 'kustomize build failed: …'),
    ];
    const status = { observedGeneration: 3, lastAppliedRevision: oldRevision, conditions };
    expect(name({ status })).toBe('failing');
  });

  it('takes the beginning of a failure from the history, not from the last retry', () => {
    const conditions = [condition('Ready', 'False', 'HealthCheckFailed')];
    const status = { observedGeneration: 4, history: [failedRow, goodRow], conditions };
    expect(fluxState(object({ status })).since).toEqual({
      time: '2026-08-01T09:00:00Z',
      atLeast: false,
    });
  });

  it('is failing where a release looks for what it needs, and has failed before it came to an action', () => {
    const release = (ready: object, doing: string, generation = 4) => ({
      kind: 'HelmRelease',
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      metadata: { generation },
      status: {
        observedGeneration: -1,
        conditions: [ready, condition('Reconciling', 'True', 'Progressing', doing)],
      },
    });
    const failure = condition('Ready', 'False', 'StateError', 'Could not determine release state');
    const running = "Running 'upgrade' action with timeout of 20s";
    expect(name(release(failure, 'Fulfilling prerequisites'))).toBe('failing');
    expect(name(release(failure, "Running 'rollback' action with timeout of 20s"))).toBe('failing');
    // Somebody has changed it, and it tries that; an action that runs says so itself.
    expect(name(release(failure, 'Fulfilling prerequisites', 5))).toBe('progressing');
    expect(name(release(condition('Ready', 'Unknown', 'Progressing', running), running))).toBe(
      'progressing'
    );
  });

  it('is progressing where the failure speaks of an older spec', () => {
    const failure = { ...condition('Ready', 'False', 'BuildFailed'), observedGeneration: 3 };
    expect(name({ status: { observedGeneration: 3, conditions: [failure] } })).toBe('progressing');
  });

  it('is pending while a dependency or the source is not there yet', () => {
    const waits = (reason: string, message: string) =>
      name({
        status: {
          observedGeneration: 4,
          conditions: [condition('Ready', 'False', reason, message)],
        },
      });
    expect(waits('DependencyNotReady', "dependency 'flux-system/infra' is not ready")).toBe(
      'pending'
    );
    expect(waits('SourceNotReady', 'HelmChart is not ready')).toBe('pending');
    expect(waits('ArtifactFailed', 'Source artifact not found, retrying in 30s')).toBe('pending');
    expect(waits('ArtifactFailed', 'gitrepositories.source.toolkit.fluxcd.io "a" not found')).toBe(
      'pending'
    );
    expect(waits('ArtifactFailed', 'kustomization path not found: stat /x')).toBe('failing');
  });

  it('stays ready while an applied revision is checked again, and says so', () => {
    const conditions = [
      condition('Ready', 'Unknown', 'Progressing'),
      condition('Reconciling', 'True', 'Progressing'),
    ];
    const history = [goodRow];
    const status = { observedGeneration: 4, lastAppliedRevision: newRevision, history, conditions };
    const state = fluxState(object({ status }), { sourceRevision: newRevision });
    expect([state.name, state.checking]).toEqual(['ready', true]);
    expect(name({ status }, { sourceRevision: oldRevision })).toBe('progressing');
    expect(name({ status })).toBe('progressing');
  });

  it('waits where a source says so, also while it looks again', () => {
    const message = 'HelmRepository.source.toolkit.fluxcd.io "charts" not found';
    const conditions = (ready: string, reason: string) => [
      condition('Ready', ready, ready === 'False' ? reason : 'Progressing', message),
      condition('FetchFailed', 'True', reason, message),
    ];
    const state = (ready: string, reason: string) =>
      name({ kind: 'HelmChart', status: { conditions: conditions(ready, reason) } });
    expect([state('False', 'SourceUnavailable'), state('Unknown', 'NoSourceArtifact')]).toEqual([
      'pending',
      'pending',
    ]);
    expect([state('False', 'ChartPullError'), state('Unknown', 'ChartPullError')]).toEqual([
      'failing',
      'retrying',
    ]);
  });

  it('waits where an automation names a source that is not there yet, and fails for its other words', () => {
    const automation = (message: string) =>
      name({
        kind: 'ImageUpdateAutomation',
        status: { conditions: [condition('Ready', 'False', 'SourceManagerFailed', message)] },
      });
    const absent = 'GitRepository.source.toolkit.fluxcd.io "lab" not found';
    const source = 'failed configuring source manager';
    expect(automation(`${source}: referenced git repository does not exist: ${absent}`)).toBe(
      'pending'
    );
    expect(automation(`${source}: failed to configure push`)).toBe('failing');
  });

  it('waits where a source includes one that is not there yet', () => {
    const state = (reason: string, message: string) =>
      name({
        kind: 'GitRepository',
        status: { conditions: [condition('Ready', 'False', reason, message)] },
      });
    const missing = `could not get resource for include 'common': GitRepository.source.toolkit.fluxcd.io "common" not found`;
    expect([
      state('NotFound', missing),
      state('NoArtifact', "no artifact available for include 'common'"),
      state('GitOperationFailed', missing),
    ]).toEqual(['pending', 'pending', 'failing']);
  });

  it('is retrying while a retry of a failed revision runs', () => {
    const conditions = [
      condition('Ready', 'Unknown', 'Progressing'),
      condition('Reconciling', 'True', 'Progressing'),
    ];
    const status = {
      observedGeneration: 4,
      lastAppliedRevision: oldRevision,
      history: [failedRow, goodRow],
      conditions,
    };
    expect(name({ status }, { sourceRevision: newRevision })).toBe('retrying');
  });

  it('is stalled where the controller gave up', () => {
    const conditions = [
      condition('Ready', 'False', 'InstallFailed'),
      condition('Stalled', 'True', 'RetriesExceeded', 'Failed to install after 1 attempt(s)'),
    ];
    const state = fluxState(object({ status: { conditions } }));
    expect([state.name, state.message]).toEqual([
      'stalled',
      'Failed to install after 1 attempt(s)',
    ]);
  });

  it('is suspended with the last outcome kept beside it', () => {
    const status = {
      observedGeneration: 4,
      conditions: [condition('Ready', 'False', 'BuildFailed')],
    };
    const state = fluxState(object({ spec: { suspend: true }, status }));
    expect([state.name, state.last?.name]).toEqual(['suspended', 'failing']);
    const generator = object({
      kind: 'ArtifactGenerator',
      apiVersion: 'source.extensions.fluxcd.io/v1beta1',
      metadata: { annotations: { 'source.extensions.fluxcd.io/reconcile': 'Disabled' } },
    });
    expect(fluxState(generator).name).toBe('suspended');
  });

  it('is terminating above all, and names the finalizers that hold it', () => {
    const metadata = { deletionTimestamp: at, finalizers: ['finalizers.fluxcd.io'] };
    expect(fluxState(object({ metadata, spec: { suspend: true } }))).toEqual({
      name: 'terminating',
      since: { time: at, atLeast: false },
      says: { id: 'state.terminating.held', params: { finalizers: 'finalizers.fluxcd.io' } },
    });
  });

  it('is static, and not ready, where no controller writes a status', () => {
    const notification = 'notification.toolkit.fluxcd.io/v1beta3';
    expect(name({ kind: 'Alert', apiVersion: notification })).toBe('static');
    const source = 'source.toolkit.fluxcd.io/v1';
    expect(name({ kind: 'HelmRepository', apiVersion: source, spec: { type: 'oci' } })).toBe(
      'static'
    );
    expect(name({ kind: 'HelmRepository', apiVersion: source, spec: {} })).toBe('unknown');
    expect(name({ kind: 'Alert', apiVersion: notification, spec: { suspend: true } })).toBe(
      'suspended'
    );
  });

  it('needs attention where something is broken, and not where it waits or moves', () => {
    const state = (status: string) =>
      fluxState(
        object({ status: { observedGeneration: 4, conditions: [condition('Ready', status, 'R')] } })
      );
    expect([needsAttention(state('False')), needsAttention(state('True'))]).toEqual([true, false]);
  });
});
