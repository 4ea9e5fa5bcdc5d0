import { formatDuration } from '../../core/duration.ts';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import { groupOf, type ObjectRef, refText, toRef, versionOf } from '../../core/kubernetes/ref.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';
import { type Change, messageOf } from './applySet.ts';
import { kustomizationEvents } from './kustomizationEvents.ts';
import type { KustomizationOptions, Run } from './kustomizationOptions.ts';
import type { KustomizationSpec } from './kustomizationSpec.ts';
import { type HealthOptions, waitForHealth } from './waitForHealth.ts';

/** Waits until what was applied is healthy, and says in the status how that went. Throws where it does not become so in time. */
export async function checkHealth(
  applied: {
    changes: readonly Change[];
    /** Something was created or changed. */
    isDrifted: boolean;
    objects: readonly KubernetesObject[];
  },
  client: KubernetesClient,
  run: Run,
  options: KustomizationOptions & { phase(doing: string): Promise<void> }
): Promise<void> {
  const { changes, isDrifted, objects } = applied;
  const { draft, spec, revision } = run;
  const self = refText(toRef(draft.object));
  const refs = healthRefs(changes, spec).filter(ref => refText(ref) !== self);
  if (healthRefs(changes, spec).length === 0) {
    draft.remove('Healthy');
    return;
  }
  const start = options.clock.now();
  const wasHealthy = draft.condition('Healthy')?.status === 'True';
  const timeout = formatDuration(spec.timeout);
  const message = `Running health checks for revision ${revision} with a timeout of ${timeout}`;
  draft.mark('Healthy', 'Unknown', 'Progressing', message);
  await options.phase('Running health checks');
  const vanishing = new Set(objects.filter(isVanishing).map(object => refText(toRef(object))));
  try {
    await waitForHealth(refs, {
      ...healthOptions(client, run, options),
      timeout: spec.timeout,
      interval: options.healthInterval,
      failFast: true,
      vanishing,
    });
  } catch (error) {
    run.signal.throwIfAborted();
    draft.mark('Healthy', 'False', 'HealthCheckFailed', messageOf(error));
    const took = formatDuration(options.clock.now() - start);
    throw new Error(`health check failed after ${took}: ${messageOf(error)}`);
  }
  const passed = `Health check passed in ${formatDuration(options.clock.now() - start)}`;
  const isNews = text(draft.status.lastAppliedRevision) !== revision && isDrifted;
  if (!wasHealthy || isNews) {
    kustomizationEvents(draft, options.events)('Normal', passed, { revision });
  }
  draft.mark('Healthy', 'True', 'Succeeded', passed);
  await draft.save();
}

/** What waiting for health needs, whatever it waits for. */
export function healthOptions(
  client: KubernetesClient,
  { readHealth, signal }: Run,
  { resources, clock, sleep }: KustomizationOptions
): Pick<HealthOptions, 'client' | 'resources' | 'read' | 'clock' | 'sleep' | 'signal'> {
  return { client, resources, read: readHealth, clock, sleep, signal };
}

/** All that was applied, or what `spec.healthChecks` names. */
function healthRefs(
  changes: readonly Change[],
  { wait, raw }: KustomizationSpec
): (ObjectRef & { version: string })[] {
  if (wait) {
    const looked = changes.filter(({ action }) => action !== 'skipped');
    return looked.map(({ ref, version }) => ({ ...ref, version }));
  }
  return list(raw.healthChecks)
    .map(record)
    .map(check => {
      const apiVersion = text(check.apiVersion) ?? 'apps/v1';
      return {
        group: groupOf(apiVersion),
        version: versionOf(apiVersion),
        kind: text(check.kind) ?? '',
        namespace: text(check.namespace) ?? '',
        name: text(check.name) ?? '',
      };
    });
}

/** A Job that goes away by itself when it is done. */
function isVanishing({ kind, apiVersion, spec }: KubernetesObject): boolean {
  const isJob = kind === 'Job' && apiVersion === 'batch/v1';
  return isJob && record(spec).ttlSecondsAfterFinished !== undefined;
}
