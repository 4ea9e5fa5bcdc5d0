import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDuration } from '../../core/duration.ts';
import { withCommonMetadata } from '../../core/flux/commonMetadata.ts';
import { type InventoryEntry, inventoryOf, toInventoryId } from '../../core/flux/inventory.ts';
import { ownerLabels } from '../../core/flux/markers.ts';
import { normalise } from '../../core/flux/normalise.ts';
import { withAttempt } from '../../core/flux/reconcileHistory.ts';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';
import type { Rendered } from '../render/render.ts';
import { ApplyFailed, applySet, type Change, changeText, messageOf } from './applySet.ts';
import { checkHealth, healthOptions } from './healthCheck.ts';
import { impersonate } from './impersonate.ts';
import { kustomizationEvents } from './kustomizationEvents.ts';
import type { KustomizationOptions, Run } from './kustomizationOptions.ts';
import type { KustomizationSpec } from './kustomizationSpec.ts';
import { prune, PruneFailed } from './prune.ts';
import { loadVariables } from './variables.ts';
import { waitForHealth } from './waitForHealth.ts';

/** The source's storage has no such artifact: it will come, or its status will change. */
export class ArtifactGone extends Error {}

/** The field manager of status and finalizers, as Flux names it. */
export const statusManager = 'gotk-kustomize-controller';

/** Fetch, build, apply, prune, check. Throws after it has marked Ready; what it throws goes into the event. */
export async function runKustomization(run: Run, options: KustomizationOptions): Promise<void> {
  const { draft, spec, revision, signal } = run;
  const timeout = formatDuration(spec.timeout);
  const phase = async (doing: string): Promise<void> => {
    const message = `${doing} for revision ${revision} with a timeout of ${timeout}`;
    draft.markReconciling('Progressing', message);
    await draft.save();
  };
  draft.mark('Ready', 'Unknown', 'Progressing', 'Reconciliation in progress');
  await phase('Fetching manifests');
  const start = options.clock.now();
  const before = inventoryOf(draft.object);
  const root = await mkdtemp(join(options.workFolder, 'kustomization-'));
  let rendered: Rendered;
  try {
    await fetchInto(root, run, options);
    rendered = await build(root, run, options, phase);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
  const record = (status: string): void => {
    const { digest } = rendered;
    const now = new Date(options.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    const duration = options.clock.now() - start;
    const history = withAttempt(draft.status.history, {
      digest,
      status,
      now,
      duration,
      metadata: { revision },
    });
    draft.set({ history });
  };
  const failing = async <T>(reason: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      record(reason);
      draft.mark('Ready', 'False', reason, messageOf(error));
      throw error;
    }
  };
  const client = clientFor(draft.object, spec, options);
  const announce = kustomizationEvents(draft, options.events);
  await phase('Detecting drift');
  const changes = await failing('ReconciliationFailed', () =>
    apply(rendered.objects, client, run, options)
  );
  const drifted = changes.filter(({ action }) => action === 'created' || action === 'configured');
  if (drifted.length > 0) announce('Normal', drifted.map(changeText).join('\n'), { revision });

  const entries = changes.map(({ ref, version }) => ({ id: toInventoryId(ref), v: version }));
  draft.set({ inventory: { entries } });
  await failing('PruneFailed', async () => {
    if (!spec.prune) return;
    const kept = new Set(entries.map(({ id }) => id));
    const stale = before.filter(entry => !kept.has(toInventoryId(entry)));
    const pruned = await pruneStale(stale, client, run, options);
    if (pruned.length > 0) announce('Normal', pruned.map(changeText).join('\n'), { revision });
  });
  await failing('HealthCheckFailed', () =>
    checkHealth(
      { changes, isDrifted: drifted.length > 0, objects: rendered.objects },
      client,
      run,
      {
        ...options,
        phase,
      }
    )
  );
  draft.set({ lastAppliedRevision: revision });
  draft.mark('Ready', 'True', 'ReconciliationSucceeded', `Applied revision: ${revision}`);
  record('ReconciliationSucceeded');
}

async function fetchInto(root: string, run: Run, options: KustomizationOptions): Promise<void> {
  const { artifact, draft, signal } = run;
  try {
    const address = { url: text(artifact.url) ?? '', digest: text(artifact.digest) ?? '' };
    const bytes = await options.fetchArtifact(address, signal);
    await options.unpackArchive(bytes, root);
    await options.findPath(root, run.spec.raw);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ArtifactGone)) {
      draft.mark('Ready', 'False', 'ArtifactFailed', messageOf(error));
    }
    throw error;
  }
}

async function build(
  root: string,
  { draft, spec, revision, signal }: Run,
  options: KustomizationOptions,
  phase: (doing: string) => Promise<void>
): Promise<Rendered> {
  draft.set({ lastAttemptedRevision: revision });
  await phase('Building manifests');
  try {
    const namespace = draft.object.metadata.namespace ?? '';
    const { timeout, raw } = spec;
    const variables = () => loadVariables(options.client, namespace, raw.postBuild);
    return await options.render({ root, spec: raw, variables, timeout, signal });
  } catch (error) {
    signal.throwIfAborted();
    draft.mark('Ready', 'False', 'BuildFailed', messageOf(error));
    throw error;
  }
}

async function apply(
  rendered: readonly KubernetesObject[],
  client: KubernetesClient,
  run: Run,
  options: KustomizationOptions
): Promise<Change[]> {
  const { draft, spec, signal } = run;
  const { name, namespace = '' } = draft.object.metadata;
  const labels = ownerLabels({ name, namespace });
  const common = record(spec.raw.commonMetadata);
  const objects = rendered.map(object =>
    withCommonMetadata(
      normalise(object, value => Buffer.from(value).toString('base64')),
      {
        labels: { ...labels, ...record(common.labels) },
        annotations: record(common.annotations),
      }
    )
  );
  const encrypted = options.encryptedMessage(objects);
  if (encrypted) throw new Error(encrypted);
  try {
    return await applySet(objects.map(withoutSops), {
      client,
      resources: options.resources,
      force: spec.force,
      concurrency: options.applyConcurrency,
      signal,
      sleep: options.sleep,
      waitForStage: refs =>
        waitForHealth(refs, {
          ...healthOptions(client, run, options),
          timeout: 60_000,
          interval: Math.min(2000, options.healthInterval),
          failFast: false,
        }),
    });
  } catch (error) {
    if (!(error instanceof ApplyFailed)) throw error;
    // What was applied before belongs to the message, as in Flux.
    const made = error.changes.filter(
      ({ action }) => action === 'created' || action === 'configured'
    );
    throw new Error(`${error.message}\n${made.map(change => `${changeText(change)}\n`).join('')}`);
  }
}

async function pruneStale(
  stale: readonly InventoryEntry[],
  client: KubernetesClient,
  { draft, signal }: Run,
  { resources }: KustomizationOptions
): Promise<Change[]> {
  const { name, namespace = '' } = draft.object.metadata;
  try {
    return await prune(stale, { client, resources, owner: { name, namespace }, signal });
  } catch (error) {
    if (error instanceof PruneFailed) {
      const entries = list(record(draft.status.inventory).entries);
      const survivors = error.survivors.map(entry => ({
        id: toInventoryId(entry),
        v: entry.version,
      }));
      draft.set({ inventory: { entries: [...entries, ...survivors] } });
    }
    throw error;
  }
}

function clientFor(
  object: KubernetesObject,
  { serviceAccountName }: KustomizationSpec,
  { client }: KustomizationOptions
): KubernetesClient {
  if (!serviceAccountName) return client;
  const namespace = object.metadata.namespace ?? '';
  return impersonate(client, { namespace, name: serviceAccountName });
}

/** What is left of SOPS in a Secret that can be read as one is no field of it. */
function withoutSops(object: KubernetesObject): KubernetesObject {
  if (object.apiVersion !== 'v1' || object.kind !== 'Secret' || !('sops' in object)) return object;
  const rest: Record<string, unknown> = { ...object };
  delete rest.sops;
  return rest as KubernetesObject;
}
