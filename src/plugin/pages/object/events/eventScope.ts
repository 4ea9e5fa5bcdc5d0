import { inventoryOf } from '../../../../core/flux/inventory.ts';
import { sourceOf } from '../../../../core/flux/sourceOf.ts';
import { kindsBelow } from '../../../../core/kubernetes/below.ts';
import { type EventGroup, toEventGroups } from '../../../../core/kubernetes/events.ts';
import { isNameMadeFor } from '../../../../core/kubernetes/madeName.ts';
import { type KubernetesObject, record } from '../../../../core/kubernetes/object.ts';
import { type ObjectRef, toRef } from '../../../../core/kubernetes/ref.ts';
import type { ObjectsQuery } from '../../../live/views.ts';

/** What an event's object is to the object of the page. */
export type EventOf = 'own' | 'source' | 'applied';

export interface ScopedEvent extends EventGroup {
  of: EventOf;
}

/** Whose events belong on the page of an object, and where they are. */
export interface EventScope {
  queries: ObjectsQuery[];
  /** Of all events the ones that belong here: the newest first. */
  choose(events: Iterable<KubernetesObject>): ScopedEvent[];
}

/** Each namespace is a list and a watch: an inventory that reaches into more is read in one for the whole cluster. */
const namespacesAtMost = 4;

/** Kubernetes keeps events of what is in no namespace here. */
const clusterScopedIn = 'default';

const events = { group: '', version: 'v1', plural: 'events' };

/** The kind, place and name; the group is not always said, and no two kinds of one name are applied by Flux. */
const placeOf = ({ kind, namespace, name }: ObjectRef) => `${kind}/${namespace}/${name}`;

function about({ kind, namespace, name }: ObjectRef): ObjectsQuery {
  const fieldSelector = `involvedObject.kind=${kind},involvedObject.name=${name}`;
  return { ...events, namespace: namespace || clusterScopedIn, fieldSelector };
}

export function toEventScope(object: KubernetesObject): EventScope {
  const own = toRef(object);
  const source = sourceOf(object);
  // What is in another cluster has its events there.
  const isElsewhere = record(object.spec).kubeConfig !== undefined;
  const applied = isElsewhere ? [] : inventoryOf(object);
  const all = [...new Set(applied.map(({ namespace }) => namespace || clusterScopedIn))].sort();
  const namespaces = all.length > namespacesAtMost ? [''] : all;
  const single = [own, ...(source ? [source] : [])].filter(
    ({ namespace }) => !namespaces.includes('') && !namespaces.includes(namespace)
  );

  const known = new Map<string, EventOf>();
  for (const ref of applied) known.set(placeOf(ref), 'applied');
  if (source) known.set(placeOf(source), 'source');
  known.set(placeOf(own), 'own');
  const owners = new Map<string, ObjectRef[]>();
  for (const ref of applied) {
    if (kindsBelow(ref).length === 0) continue;
    const there = owners.get(ref.namespace);
    if (there) there.push(ref);
    else owners.set(ref.namespace, [ref]);
  }

  return {
    queries: [...namespaces.map(namespace => ({ ...events, namespace })), ...single.map(about)],
    choose(seen) {
      return toEventGroups(seen).flatMap(group => {
        const isMade = () =>
          owners.get(group.about.namespace)?.some(owner => isNameMadeFor(owner, group.about));
        const of = known.get(placeOf(group.about)) ?? (isMade() ? 'applied' : undefined);
        return of ? { ...group, of } : [];
      });
    },
  };
}
