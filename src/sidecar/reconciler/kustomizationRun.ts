import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDuration } from '../../core/duration.ts';
import { withCommonMetadata } from '../../core/flux/commonMetadata.ts';
import { type InventoryEntry, inventoryOf, toInventoryId } from '../../core/flux/inventory.ts';
import { ownerLabels } from '../../core/flux/markers.ts';
import { normalise } from '../../core/flux/normalise.ts';
import { withAttempt } from '../../core/flux/reconcileHistory.ts';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import { groupOf, type ObjectRef, refText, toRef, versionOf } from '../../core/kubernetes/ref.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';
import type { Rendered } from '../render/render.ts';
import { ApplyFailed, applySet, type Change, changeText, messageOf } from './applySet.ts';
import type { ReconcilerContext } from './context.ts';
import { impersonate } from './impersonate.ts';
import { kustomizationEvents } from './kustomizationEvents.ts';
import type { KustomizationSpec } from './kustomizationSpec.ts';
import { prune, PruneFailed } from './prune.ts';
import type { StatusDraft } from './statusDraft.ts';
import { loadVariables } from './variables.ts';
import { type HealthOptions, type HealthReader, waitForHealth } from './waitForHealth.ts';

export interface KustomizationOptions extends ReconcilerContext {
  /** Where private copies of artifacts are made. */
  workFolder: string;
  /** Throws `ArtifactGone` where the storage has it no more. */
  fetchArtifact(artifact: { url: string; digest: string }, signal: AbortSignal): Promise<Buffer>;
  unpackArchive(bytes: Buffer, folder: string): Promise<void>;
  /** Throws where `spec.path` is not in the artifact. */
  findPath(root: string, spec: Record<string, unknown>): Promise<unknown>;
  render(input: {
    root: string;
    spec: Record<string, unknown>;
    variables(): Promise<ReadonlyMap<string, string> | undefined>;
    timeout: number;
    signal: AbortSignal;
  }): Promise<Rendered>;
  encryptedMessage(objects: readonly KubernetesObject[]): string | undefined;
  /** Objects of one stage that are tried together. */
  applyConcurrency: number;
  /** Milliseconds between two looks at the health of what was applied. */
  healthInterval: number;
}

/** The source's storage has no such artifact: it will come, or its status will change. */
export class ArtifactGone extends Error {}

/** The field manager of status and finalizers, as Flux names it. */
export const statusManager = 'gotk-kustomize-controller';

interface Run {
  draft: StatusDraft;
  spec: KustomizationSpec;
  artifact: Record<string, unknown>;
  revision: string;
  readHealth: HealthReader;
  signal: AbortSignal;
}

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
    checkHealth(changes, drifted.length > 0, rendered.objects, run, options, phase)
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

function clientFor(
  object: KubernetesObject,
  { serviceAccountName }: KustomizationSpec,
  { client }: KustomizationOptions
): KubernetesClient {
  if (!serviceAccountName) return client;
  const namespace = object.metadata.namespace ?? '';
  return impersonate(client, { namespace, name: serviceAccountName });
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

async function checkHealth(
  changes: readonly Change[],
  isDrifted: boolean,
  objects: readonly KubernetesObject[],
  run: Run,
  options: KustomizationOptions,
  phase: (doing: string) => Promise<void>
): Promise<void> {
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
  await phase('Running health checks');
  const client = clientFor(draft.object, spec, options);
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

function healthOptions(
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

/** What is left of SOPS in a Secret that can be read as one is no field of it. */
function withoutSops(object: KubernetesObject): KubernetesObject {
  if (object.apiVersion !== 'v1' || object.kind !== 'Secret' || !('sops' in object)) return object;
  const rest: Record<string, unknown> = { ...object };
  delete rest.sops;
  return rest as KubernetesObject;
}
