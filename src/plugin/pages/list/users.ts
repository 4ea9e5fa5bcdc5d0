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
function automationsOf(row: Row, view: KindView | undefined): ObjectRef[] {
  return (view?.entries ?? []).flatMap(({ object }) => {
    const policies = record(record(object.status).observedPolicies);
    return object.metadata.namespace === row.namespace && row.name in policies
      ? [toRef(object)]
      : [];
  });
}

export function hasUsers(kind: FluxKindName): boolean {
  return kind === 'ImagePolicy' || usedBy[kind] !== undefined;
}

/** Who uses an object, as far as Flux's own objects of its cluster tell. */
export function usersOf(row: Row, clusters: readonly ClusterView[]): readonly ObjectRef[] {
  const kinds = clusters.find(({ cluster }) => cluster === row.cluster)?.kinds;
  if (!kinds) return [];
  if (row.kind === 'ImagePolicy') return automationsOf(row, kinds.get('ImageUpdateAutomation'));
  const key = refKey(row.ref);
  return (usedBy[row.kind as FluxKindName] ?? []).flatMap(kind => {
    const view = kinds.get(kind);
    return view ? usersIn(view).get(key) ?? [] : [];
  });
}
