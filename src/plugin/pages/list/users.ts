import { consumersBySource } from '../../../core/flux/consumers.ts';
import type { FluxKindName } from '../../../core/flux/kinds.ts';
import type { Row } from '../../../core/flux/row.ts';
import { record } from '../../../core/kubernetes/object.ts';
import { type ObjectRef, refKey, toRef } from '../../../core/kubernetes/ref.ts';
import type { ClusterView, KindView } from '../../live/views.ts';

/** Which kinds take content from a kind. Kinds that nothing uses are not here. */
const usedBy: Partial<Record<FluxKindName, readonly FluxKindName[]>> = {
  GitRepository: ['Kustomization', 'HelmRelease', 'HelmChart', 'ImageUpdateAutomation'],
  OCIRepository: ['Kustomization', 'HelmRelease'],
  Bucket: ['Kustomization', 'HelmRelease', 'HelmChart'],
  HelmRepository: ['HelmRelease', 'HelmChart'],
  HelmChart: ['HelmRelease'],
  ExternalArtifact: ['Kustomization', 'HelmRelease'],
  ImageRepository: ['ImagePolicy'],
  Provider: ['Alert'],
};

type Users = ReadonlyMap<string, readonly ObjectRef[]>;

const bySource = new WeakMap<KindView, Users>();

/** Made again only when the kind's view is another one. */
function usersIn(view: KindView): Users {
  let users = bySource.get(view);
  if (!users) {
    users = consumersBySource(view.entries.map(entry => entry.object));
    bySource.set(view, users);
  }
  return users;
}

/** The automations that have seen a policy select something: only those of its namespace may. */
function automationsOf(row: Row, view: KindView): ObjectRef[] | undefined {
  const near = view.entries.filter(({ ref }) => ref.namespace === row.namespace);
  const using = near.filter(
    ({ object }) => row.name in record(record(object.status).observedPolicies)
  );
  // One that has never run says nothing about what it will find in Git.
  const haveRun = near.every(({ object }) => record(object.status).observedPolicies !== undefined);
  return using.length > 0 || haveRun ? using.map(({ object }) => toRef(object)) : undefined;
}

export function hasUsers(kind: FluxKindName): boolean {
  return kind === 'ImagePolicy' || usedBy[kind] !== undefined;
}

/** Whether what is not in the view is not in the cluster either. */
function isWhole({ phase }: KindView): boolean {
  return phase.name === 'live' || phase.name === 'stale' || phase.name === 'absent';
}

/** Who uses an object, as far as Flux's own objects of its cluster tell; undefined where they do not tell. */
export function usersOf(
  row: Row,
  clusters: readonly ClusterView[]
): readonly ObjectRef[] | undefined {
  const kinds = clusters.find(({ cluster }) => cluster === row.cluster)?.kinds;
  if (!kinds) return undefined;
  if (row.kind === 'ImagePolicy') {
    const view = kinds.get('ImageUpdateAutomation');
    return view && isWhole(view) ? automationsOf(row, view) : undefined;
  }
  const key = refKey(row.ref);
  const views = (usedBy[row.kind as FluxKindName] ?? []).map(kind => kinds.get(kind));
  const users = views.flatMap(view => (view ? usersIn(view).get(key) ?? [] : []));
  return users.length > 0 || views.every(view => view && isWhole(view)) ? users : undefined;
}
