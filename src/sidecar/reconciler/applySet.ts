import { applyStages } from '../../core/flux/applyOrder.ts';
import { hasDrifted, takeOverPatch } from '../../core/flux/drift.ts';
import { isMarked, kustomizeGroup } from '../../core/flux/markers.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { type ObjectRef, refText, toRef, versionOf } from '../../core/kubernetes/ref.ts';
import { ApiError } from '../../node/kubernetes/apiError.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';
import { concurrently } from '../concurrently.ts';
import { NoMatch, type Resources } from './resources.ts';

/** The field manager of everything that a Kustomization applies: Flux's own name, so that Flux may take over. */
const applyManager = 'kustomize-controller';

/** What an apply did to one object. */
export interface Change {
  ref: ObjectRef;
  version: string;
  action: 'created' | 'configured' | 'unchanged' | 'skipped' | 'deleted';
}

export function changeText({ ref, action }: Change): string {
  return `${refText(ref)} ${action}`;
}

/** The apply ended early; `changes` are those that were made before. */
export class ApplyFailed extends Error {
  readonly changes: Change[];

  constructor(message: string, changes: Change[]) {
    super(message);
    this.changes = changes;
  }
}

export interface ApplyOptions {
  client: KubernetesClient;
  resources: Resources;
  /** Recreate what may not be changed. */
  force: boolean;
  /** Objects that are looked at together. */
  concurrency: number;
  signal: AbortSignal;
  /** Resolves when the objects of a stage are healthy; throws where they do not become so. */
  waitForStage(refs: (ObjectRef & { version: string })[]): Promise<void>;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Applies all objects in their stages. A stage in which one dry-run fails is not begun. */
export async function applySet(
  objects: readonly KubernetesObject[],
  options: ApplyOptions
): Promise<Change[]> {
  const changes: Change[] = [];
  try {
    for (const stage of applyStages(objects)) {
      const applied = await applyStage(stage.objects, options);
      changes.push(...applied);
      if (stage.waits) {
        await options.waitForStage(applied.map(({ ref, version }) => ({ ...ref, version })));
      }
    }
  } catch (error) {
    options.signal.throwIfAborted();
    throw new ApplyFailed(error instanceof Error ? error.message : String(error), changes);
  }
  return changes;
}

async function applyStage(objects: KubernetesObject[], options: ApplyOptions): Promise<Change[]> {
  const tried = await concurrently(objects, options.concurrency, object => tryOne(object, options));
  for (const { object, path, change } of tried) {
    if (change.action !== 'created' && change.action !== 'configured') continue;
    try {
      await patchApply(object, path, false, options);
    } catch (error) {
      options.signal.throwIfAborted();
      throw new Error(`${refText(toRef(object))} apply failed: ${messageOf(error)}`);
    }
  }
  return tried.map(({ change }) => change);
}

interface Tried {
  object: KubernetesObject;
  path: string;
  change: Change;
}

/** Looks at what lives and at what the server would make of it. */
async function tryOne(wanted: KubernetesObject, options: ApplyOptions): Promise<Tried> {
  const { resources, client, signal } = options;
  const { object, path } = await placed(wanted, resources);
  // Both are only looks: side by side they take the time of one.
  const [live, tried] = await Promise.all([
    // Where it may not be read, the dry-run says so in words that help.
    getLive(client, path, signal).catch(() => undefined),
    patchApply(object, path, true, options).then(
      dryRun => ({ dryRun }),
      (error: unknown) => ({ error })
    ),
  ]);
  const entry = (source: KubernetesObject, action: Change['action']): Tried => ({
    object,
    path,
    change: { ref: toRef(source), version: versionOf(source.apiVersion), action },
  });
  if (isSkipped(object, live)) return entry(live ?? object, 'skipped');
  let dryRun = 'dryRun' in tried ? tried.dryRun : undefined;
  if (!dryRun && 'error' in tried) {
    signal.throwIfAborted();
    if (!live || !mayRecreate(object, live, options.force, tried.error)) {
      throw dryRunError(object, tried.error);
    }
    await recreate(object, path, options);
    dryRun = await patchApply(object, path, true, options).catch((error: unknown) => {
      throw dryRunError(object, error);
    });
    return entry(dryRun ?? object, 'created');
  }
  if (!dryRun) return entry(object, 'unchanged');
  if (!live) return entry(dryRun, 'created');
  const isMerged = [object, live].some(one => isMarked(one, `${kustomizeGroup}/ssa`, 'Merge'));
  const steps = isMerged ? [] : takeOverPatch(live, applyManager);
  if (steps.length > 0) {
    const query = { fieldManager: applyManager };
    const contentType = 'application/json-patch+json';
    await client.request({ method: 'PATCH', path, query, contentType, body: steps, signal });
    return entry(dryRun, 'configured');
  }
  return entry(dryRun, hasDrifted(live, dryRun) ? 'configured' : 'unchanged');
}

/** The object as it is sent, and where: a cluster-scoped one has no namespace, a namespaced one must have. */
async function placed(
  object: KubernetesObject,
  resources: Resources
): Promise<{ object: KubernetesObject; path: string }> {
  const { apiVersion, kind, metadata } = object;
  const { isNamespaced } = await resources.find(apiVersion, kind).catch((error: unknown) => {
    throw error instanceof NoMatch ? dryRunError(object, error) : error;
  });
  const sent = { ...object, metadata: { ...metadata } };
  if (!isNamespaced) delete sent.metadata.namespace;
  else if (!metadata.namespace) {
    throw new Error(
      `${refText(
        toRef(object)
      )} namespace not specified: the server could not find the requested resource`
    );
  }
  const { namespace, name } = sent.metadata;
  return { object: sent, path: await resources.pathOf({ apiVersion, kind, namespace, name }) };
}

export async function getLive(
  client: KubernetesClient,
  path: string,
  signal?: AbortSignal
): Promise<KubernetesObject | undefined> {
  try {
    return await client.request<KubernetesObject>({ path, signal });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

function patchApply(
  object: KubernetesObject,
  path: string,
  isDryRun: boolean,
  { client, signal }: ApplyOptions
): Promise<KubernetesObject> {
  return client.request<KubernetesObject>({
    method: 'PATCH',
    path,
    query: { fieldManager: applyManager, force: true, ...(isDryRun ? { dryRun: 'All' } : {}) },
    contentType: 'application/apply-patch+yaml',
    body: object,
    signal,
  });
}

function isSkipped(object: KubernetesObject, live: KubernetesObject | undefined): boolean {
  const either = [object, live];
  return (
    either.some(one => isMarked(one, `${kustomizeGroup}/reconcile`, 'disabled')) ||
    either.some(one => isMarked(one, `${kustomizeGroup}/ssa`, 'Ignore')) ||
    (live !== undefined && isMarked(object, `${kustomizeGroup}/ssa`, 'IfNotPresent'))
  );
}

function mayRecreate(
  object: KubernetesObject,
  live: KubernetesObject,
  force: boolean,
  error: unknown
): boolean {
  const isWanted =
    force || [object, live].some(one => isMarked(one, `${kustomizeGroup}/force`, 'enabled'));
  if (!isWanted) return false;
  if (error instanceof ApiError && (error.status === 409 || error.status === 422)) return true;
  return /is\simmutable|immutable\sfield/.test(messageOf(error));
}

async function recreate(
  object: KubernetesObject,
  path: string,
  options: ApplyOptions
): Promise<void> {
  const { client, signal, sleep } = options;
  try {
    const body = { propagationPolicy: 'Background' };
    await client.request({ method: 'DELETE', path, body, signal });
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) {
      const said = `immutable field detected, failed to delete object: ${messageOf(error)}`;
      throw new Error(`${refText(toRef(object))} ${said}`);
    }
  }
  // It may have finalizers.
  while (await getLive(client, path, signal)) await sleep(500, signal);
}

function dryRunError(object: KubernetesObject, error: unknown): Error {
  const name = refText(toRef(object));
  const said = messageOf(error);
  if (!(error instanceof ApiError)) return new Error(`${name} dry-run failed: ${said}`);
  if (error.status === 404) return new Error(`${name} not found: ${said}`);
  const conflict = error.body.details?.causes?.find(
    cause => cause.reason === 'FieldManagerConflict'
  );
  const reason = conflict?.reason ?? error.reason;
  return new Error(`${name} dry-run failed${reason ? ` (${reason})` : ''}: ${said}`);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
