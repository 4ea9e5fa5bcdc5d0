import { fluxKindOf } from '../../core/flux/kinds.ts';
import { type ActionName, buildPlan, type Plan, type PlanOptions } from '../../core/flux/plan.ts';
import { undoerOf } from '../../core/flux/suspendUndo.ts';
import { type KubernetesObject, record, text } from '../../core/kubernetes/object.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import { type ObjectRef, refText, versionOf } from '../../core/kubernetes/ref.ts';
import type { Sentence } from '../../core/sentence.ts';
import { createHostConnection } from '../headlamp/hostConnection.ts';
import { everywhere } from '../live/clusterStore.ts';
import { storeOf } from '../live/stores.ts';
import { askAccess } from '../live/useAccess.ts';
import type { FluxEntry } from '../live/views.ts';

/** A plan with what a person should know before it runs. */
export interface PlanPreview {
  plan: Plan;
  /** Makes the plan impossible: the missing right, named. */
  denied?: Sentence;
  warnings: Sentence[];
}

/** Who is signed in, as the API server sees it; undefined where it does not tell. */
async function whoAmI(cluster: string): Promise<string | undefined> {
  try {
    const kind = 'SelfSubjectReview';
    const answer = await createHostConnection(cluster).send({
      method: 'POST',
      path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      body: { apiVersion: 'authentication.k8s.io/v1', kind },
    });
    return text(record(record(record(answer).status).userInfo).username);
  } catch {
    return undefined;
  }
}

export function patchQuery(ref: ObjectRef) {
  const resource = fluxKindOf(ref.group, ref.kind)?.plural ?? '';
  return { verb: 'patch', group: ref.group, resource, namespace: ref.namespace, name: ref.name };
}

export function toDenied(ref: ObjectRef): Sentence {
  const { verb, resource, group, namespace } = patchQuery(ref);
  return { id: 'action.denied', params: { verb, resource: `${resource}.${group}`, namespace } };
}

async function deniedOf(cluster: string, refs: ObjectRef[]): Promise<Sentence | undefined> {
  const answers = await Promise.all(refs.map(ref => askAccess(cluster, patchQuery(ref))));
  const first = refs.find((_, index) => answers[index]?.state === 'denied');
  return first && toDenied(first);
}

/** The object with its managed fields, which the live reading drops. */
async function readWhole(
  cluster: string,
  { object, ref, kind }: FluxEntry
): Promise<KubernetesObject> {
  const plural = fluxKindOf(ref.group, kind)?.plural ?? '';
  const version = versionOf(object.apiVersion);
  const path = resourcePath({ ...ref, version, plural });
  const { body } = await createHostConnection(cluster).read({ path });
  return body as KubernetesObject;
}

async function undoWarning(cluster: string, entry: FluxEntry): Promise<Sentence[]> {
  const kustomizations = storeOf(cluster).view('Kustomization', everywhere).entries;
  const undoer = await readWhole(cluster, entry).then(
    object =>
      undoerOf(
        object,
        kustomizations.map(each => each.object)
      ),
    () => undefined
  );
  if (!undoer) return [];
  return [{ id: 'plan.undone', params: { parent: refText(undoer) } }];
}

/** What an action would do to an object, what it needs, and what will become of it. Changes nothing. */
export async function previewPlan(
  entry: FluxEntry,
  action: ActionName,
  options: Omit<PlanOptions, 'at' | 'by'>
): Promise<PlanPreview> {
  const { cluster, object } = entry;
  const store = storeOf(cluster);
  const isSuspend = action === 'suspend';
  const by = isSuspend ? await whoAmI(cluster) : undefined;
  const plan = buildPlan(
    action,
    object,
    ref => store.find(ref.kind, ref.namespace, ref.name)?.object,
    { ...options, ...(by ? { by } : {}), at: new Date(store.now()).toISOString() }
  );
  const [denied, warnings] = await Promise.all([
    deniedOf(
      cluster,
      plan.steps.map(step => step.ref)
    ),
    action === 'reconcile' ? [] : undoWarning(cluster, entry),
  ]);
  return { plan, warnings, ...(denied ? { denied } : {}) };
}
