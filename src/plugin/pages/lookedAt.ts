import type { KindView } from '../live/views.ts';

/** The namespaces that are read of a cluster, where it is not the whole of it; empty where it is. */
export function namespacesOf({ scopes }: KindView): string[] {
  return scopes.flatMap(({ namespace, phase }) =>
    namespace && phase.name !== 'forbidden' ? namespace : []
  );
}

/** What is known of a kind in one namespace: undefined where nobody looks there. */
export function viewIn(view: KindView, namespace: string): KindView | undefined {
  if (view.scopes.length === 0) return view;
  const scope = view.scopes.find(each => ['', namespace].includes(each.namespace));
  return scope && { ...view, phase: scope.phase, scopes: [scope] };
}
