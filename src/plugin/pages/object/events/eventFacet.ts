import { isNameMadeFor } from '../../../../core/kubernetes/madeName.ts';
import { type ObjectRef, refKey } from '../../../../core/kubernetes/ref.ts';
import type { ScopedEvent } from './eventScope.ts';

type IsShown = (event: ScopedEvent) => boolean;

/** What the events of a page can be narrowed to by a click. */
export const eventFacets: Readonly<Record<string, IsShown>> = {
  warnings: ({ type }) => type === 'Warning',
  own: ({ of }) => of === 'own',
  source: ({ of }) => of === 'source',
  applied: ({ of }) => of === 'applied',
};

/** One object among all that the page's own applied, by the key that an address names it with. */
export function objectOfFacet(name: string | undefined): ObjectRef | undefined {
  const [group = '', kind, namespace = '', object] = name?.split('/') ?? [];
  return kind && object ? { group, kind, namespace, name: object } : undefined;
}

/** Of the object itself, and of what its controllers made: Pods tell what a Deployment does not. */
export function isOf(ref: ObjectRef): IsShown {
  return ({ about }) =>
    (about.kind === ref.kind && about.namespace === ref.namespace && about.name === ref.name) ||
    isNameMadeFor(ref, about);
}

/** The query of a page that shows the events of one object that it applied. */
export function eventsQuery(name: 'own' | ObjectRef): string {
  const events = name === 'own' ? name : refKey(name);
  return new URLSearchParams({ tab: 'events', events }).toString();
}
