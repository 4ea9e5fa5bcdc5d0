import { conditionOf, conditionsOf } from '../../src/core/kubernetes/conditions.ts';
import { type KubernetesObject, record, text } from '../../src/core/kubernetes/object.ts';
import { resourcePath } from '../../src/core/kubernetes/path.ts';
import { ApiError } from '../../src/node/kubernetes/apiError.ts';
import type { Place, ScenarioWorld } from './scenarioWorld.ts';

/** Far beyond what any step takes: a scenario fails when nothing comes, not when it comes late. */
export const patience = 90_000;

/** The Kustomization, once it is ready in its newest generation, at `revision` where one is told. */
export function ready(
  world: ScenarioWorld,
  place: Place,
  name: string,
  revision?: string
): Promise<KubernetesObject> {
  const view = world.view('Kustomization');
  const look = () => {
    const object = view.get(place.namespace, name);
    if (!object || conditionOf(object, 'Ready')?.status !== 'True') return undefined;
    const status = record(object.status);
    if (status.observedGeneration !== object.metadata.generation) return undefined;
    if (revision && status.lastAppliedRevision !== revision) return undefined;
    return object;
  };
  const what = `Kustomization ${name} is ready${revision ? ` at ${revision}` : ''}`;
  return said(view.until(look, what, patience), () => view.get(place.namespace, name));
}

/** What Ready says, once it is False with `reason`, and with a message that fits. */
export function notReady(
  world: ScenarioWorld,
  place: Place,
  name: string,
  reason: RegExp,
  message: RegExp = /./
): Promise<string> {
  const view = world.view('Kustomization');
  const look = () => {
    const object = view.get(place.namespace, name);
    const condition = object && conditionOf(object, 'Ready');
    if (condition?.status !== 'False' || !reason.test(condition.reason ?? '')) return undefined;
    return message.test(condition.message ?? '') ? condition.message : undefined;
  };
  const what = `Kustomization ${name} is not ready: ${reason} ${message}`;
  return said(view.until(look, what, patience), () => view.get(place.namespace, name));
}

/** The conditions once there is one of this type and reason, without times. */
export async function settled(
  world: ScenarioWorld,
  kind: 'GitRepository' | 'Kustomization' | 'Receiver',
  place: Place,
  name: string,
  reason: string
) {
  const view = world.view(kind);
  const look = () => {
    const found = view.get(place.namespace, name);
    const conditions = found ? conditionsOf(found) : [];
    const isThere = conditions.some(
      ({ type, reason: said }) => type === 'Ready' && said === reason
    );
    return isThere ? conditions : undefined;
  };
  const conditions = await view.until(look, `${kind} ${name} says ${reason}`, patience);
  return conditions.map(({ type, status, reason: said, message }) => ({
    type,
    status,
    reason: said,
    message,
  }));
}

/** The source's revision, once it is `revision`. */
export function fetched(world: ScenarioWorld, place: Place, revision: string): Promise<string> {
  const view = world.view('GitRepository');
  const look = () => {
    const artifact = record(record(view.get(place.namespace, 'source')?.status).artifact);
    return artifact.revision === revision ? revision : undefined;
  };
  const what = `the source is at ${revision}`;
  return said(view.until(look, what, patience), () => view.get(place.namespace, 'source'));
}

/** A time-out tells what was there instead. */
async function said<T>(wait: Promise<T>, look: () => KubernetesObject | undefined): Promise<T> {
  try {
    return await wait;
  } catch (error) {
    const status = JSON.stringify(look()?.status, undefined, 2);
    throw new Error(`${(error as Error).message}; its status: ${status}`);
  }
}

let requests = 0;

/** What `flux reconcile` sends. */
export function askToReconcile(
  world: ScenarioWorld,
  plural: 'gitrepositories' | 'kustomizations',
  place: Place,
  name: string
): Promise<unknown> {
  const requestedAt = `${new Date().toISOString()}/${++requests}`;
  return patch(world, plural, place, name, {
    metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': requestedAt } },
  });
}

export function patch(
  world: ScenarioWorld,
  plural: 'gitrepositories' | 'kustomizations' | 'configmaps' | 'receivers',
  place: Place,
  name: string,
  body: unknown
): Promise<KubernetesObject> {
  const group = {
    gitrepositories: 'source.toolkit.fluxcd.io',
    kustomizations: 'kustomize.toolkit.fluxcd.io',
    receivers: 'notification.toolkit.fluxcd.io',
    configmaps: '',
  }[plural];
  return world.client.request({
    method: 'PATCH',
    path: resourcePath({ group, version: 'v1', plural, namespace: place.namespace, name }),
    contentType: 'application/merge-patch+json',
    body,
  });
}

/** Pushes, has the source fetch it, and resolves once it has. */
export async function pushAndFetch(
  world: ScenarioWorld,
  place: Place,
  message: string,
  files: Record<string, string | null>
): Promise<string> {
  const revision = await place.push(message, files);
  await askToReconcile(world, 'gitrepositories', place, 'source');
  return fetched(world, place, revision);
}

/**
 * `data` of a ConfigMap of the place, undefined where there is none. Read, not watched: another kind's watch may
 * have told of its end before this one's tells of its cause.
 */
export async function dataOf(world: ScenarioWorld, place: Place, name: string) {
  const at = { group: '', version: 'v1', plural: 'configmaps', namespace: place.namespace, name };
  try {
    const path = resourcePath(at);
    return record((await world.client.request<KubernetesObject>({ path })).data);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

/** Resolves once the ConfigMap is gone. */
export function gone(world: ScenarioWorld, place: Place, name: string): Promise<true> {
  const view = world.view('ConfigMap');
  const look = () => (view.get(place.namespace, name) ? undefined : true);
  return view.until(look, `ConfigMap ${name} is gone`, patience);
}

/** The names of a Kustomization's inventory, `Kind/name`, sorted. */
export function inventoryNames(object: KubernetesObject): string[] {
  const entries = record(record(object.status).inventory).entries;
  return (Array.isArray(entries) ? entries : [])
    .map(entry => (text(record(entry).id) ?? '').split('_'))
    .map(parts => `${parts[3]}/${parts[1]}`)
    .sort();
}
