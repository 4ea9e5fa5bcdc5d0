import { formatDuration } from '../../core/duration.ts';
import { fluxFinalizer, requestedAt } from '../../core/flux/markers.ts';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import type { Next } from '../workQueue.ts';
import { getLive, messageOf } from './applySet.ts';
import { withJitter } from './context.ts';
import { InvalidExpression, unmetDependency } from './dependencies.ts';
import { finalizeKustomization } from './finalizeKustomization.ts';
import { setFinalizer } from './finalizer.ts';
import { kustomizationEvents } from './kustomizationEvents.ts';
import type { KustomizationOptions } from './kustomizationOptions.ts';
import { ArtifactGone, runKustomization, statusManager } from './kustomizationRun.ts';
import {
  type KustomizationSpec,
  toKustomizationSpec,
  unsupportedField,
} from './kustomizationSpec.ts';
import { createStatusDraft, type StatusDraft } from './statusDraft.ts';
import { createHealthReader, type HealthReader } from './waitForHealth.ts';

const terminal = 'Reconciliation failed terminally due to configuration error';
const group = 'kustomize.toolkit.fluxcd.io';

/** Makes the cluster follow what one Kustomization renders. */
export function createKustomizationController(options: KustomizationOptions) {
  const { client, clock, log, random, requeueDependency } = options;
  const retryText = formatDuration(requeueDependency);

  const pathOf = (namespace: string, name: string): string =>
    resourcePath({ group, version: 'v1', plural: 'kustomizations', namespace, name });

  async function reconcile(namespace: string, name: string, signal: AbortSignal): Promise<Next> {
    const path = pathOf(namespace, name);
    const object = await getLive(client, path, signal);
    if (!object) return undefined;
    if (object.metadata.deletionTimestamp) {
      if (object.metadata.finalizers?.includes(fluxFinalizer)) {
        await finalizeKustomization(object, options, signal);
        await setFinalizer(object, false, { client, path, manager: statusManager });
      }
      return undefined;
    }
    if (!object.metadata.finalizers?.includes(fluxFinalizer)) {
      await setFinalizer(object, true, { client, path, manager: statusManager });
      return { after: 0 };
    }
    const draft = createStatusDraft(object, {
      client,
      path,
      manager: statusManager,
      now: clock.now,
    });
    const start = clock.now();
    const spec = toKustomizationSpec(object);
    const next = spec.suspend ? undefined : await attempt(draft, spec, signal);
    await finish(draft, spec, start);
    return next;
  }

  /** Everything up to the outcome, which `finish` makes whole. */
  async function attempt(
    draft: StatusDraft,
    spec: KustomizationSpec,
    signal: AbortSignal
  ): Promise<Next> {
    const { object } = draft;
    const announce = kustomizationEvents(draft, options.events);
    const stall = (reason: string, message: string): undefined => {
      draft.mark('Ready', 'False', reason, message);
      draft.markStalled(reason, message);
      draft.set({ observedGeneration: object.metadata.generation });
      announce('Warning', message);
    };
    const field = unsupportedField(spec);
    if (field) return stall('NotSupported', `not supported by Lumen's reconciler: ${field}`);

    let readHealth: HealthReader;
    try {
      readHealth = createHealthReader(spec.raw.healthCheckExprs);
    } catch (error) {
      return stall('InvalidCELExpression', `${terminal}: ${messageOf(error)}`);
    }

    const { source } = spec;
    const plural = 'gitrepositories';
    const at = { group: 'source.toolkit.fluxcd.io', version: 'v1', plural };
    const found = await getLive(client, resourcePath({ ...at, ...source }), signal);
    if (!found) {
      const missing = `GitRepository.source.toolkit.fluxcd.io "${source.name}" not found`;
      draft.mark('Ready', 'False', 'ArtifactFailed', missing);
      return { after: spec.retryInterval };
    }
    const artifact = record(record(found.status).artifact);
    const revision = text(artifact.revision);
    if (!revision) {
      const message = `Source artifact not found, retrying in ${retryText}`;
      draft.mark('Ready', 'False', 'ArtifactFailed', message);
      return { after: requeueDependency };
    }

    try {
      const unmet = await unmetDependency(object, revision, (namespace, name) =>
        getLive(client, pathOf(namespace, name), signal)
      );
      if (unmet) {
        draft.mark('Ready', 'False', 'DependencyNotReady', unmet);
        const message = `Dependencies do not meet ready condition, retrying in ${retryText}`;
        announce('Normal', message, { revision });
        return { after: requeueDependency };
      }
    } catch (error) {
      if (!(error instanceof InvalidExpression)) throw error;
      return stall('InvalidCELExpression', `${terminal}: terminal error: ${error.message}`);
    }

    try {
      await runKustomization({ draft, spec, artifact, revision, readHealth, signal }, options);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ArtifactGone) {
        const message = `Source is not ready, artifact not found, retrying in ${retryText}`;
        draft.mark('Ready', 'False', 'ArtifactFailed', message);
        return { after: requeueDependency };
      }
      const message = messageOf(error);
      announce('Warning', message, { revision });
      const { namespace, name } = object.metadata;
      log.error('reconciliation failed', { kustomization: `${namespace}/${name}`, error: message });
      return { after: spec.retryInterval };
    }
    return { after: withJitter(spec.interval, random) };
  }

  async function finish(draft: StatusDraft, spec: KustomizationSpec, start: number): Promise<void> {
    const { object } = draft;
    const requested = object.metadata.annotations?.[requestedAt];
    if (requested) draft.set({ lastHandledReconcileAt: requested });
    const ready = draft.condition('Ready')?.status;
    const reconciling = draft.condition('Reconciling');
    if (ready === 'True') {
      draft.remove('Reconciling');
      draft.set({ observedGeneration: object.metadata.generation });
    }
    if (ready === 'False' && reconciling) {
      const message = reconciling.message ?? '';
      draft.mark('Reconciling', 'True', 'ProgressingWithRetry', message);
    }
    await draft.save();
    if (spec.suspend || ready !== 'True') return;
    const took = formatDuration(options.clock.now() - start);
    const message = `Reconciliation finished in ${took}, next run in ${formatDuration(
      spec.interval
    )}`;
    kustomizationEvents(draft, options.events)('Normal', message, {
      revision: text(draft.status.lastAppliedRevision),
      commit_status: 'update',
    });
  }

  return { reconcile };
}

/** Whether a source's new revision is news to a Kustomization: it is ready or busy with just this one otherwise. */
export function isRevisionNews(kustomization: KubernetesObject, revision: string): boolean {
  const { conditions, lastAttemptedRevision } = record(kustomization.status);
  const isTrue = (type: string): boolean =>
    list(conditions).some(item => record(item).type === type && record(item).status === 'True');
  return !((isTrue('Ready') || isTrue('Reconciling')) && lastAttemptedRevision === revision);
}
