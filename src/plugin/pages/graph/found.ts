import { matchesFilter, parseFilter } from '../../../core/flux/filter.ts';
import type { Picture, PictureNode } from '../../../core/graph/picture/picture.ts';
import { toRef } from '../../../core/kubernetes/ref.ts';
import { rowOf } from '../rows.ts';
import type { GraphWorld } from './useGraphWorld.tsx';

function isFound(node: PictureNode, world: GraphWorld, filter: ReturnType<typeof parseFilter>) {
  const { ref, outside, object, state = 'unknown' } = node;
  const entry = ref && world.entryOf(ref);
  if (entry) return matchesFilter(rowOf(entry), filter);
  return matchesFilter(
    {
      name: ref?.name ?? outside?.address ?? '',
      namespace: ref?.namespace ?? '',
      kind: ref?.kind ?? outside?.kind ?? '',
      cluster: world.cluster,
      state,
      isBehind: false,
      source: '',
      labels: object?.metadata.labels ?? {},
      text: '',
    },
    filter
  );
}

/** More are not drawn for a search's sake. */
const soughtAtMost = 50;

/**
 * What a search names by a word, of all that was read: who looks for an app does not know that only its Kustomization
 * is drawn.
 */
export function soughtIn(world: GraphWorld, query: string): ReadonlySet<string> {
  const filter = parseFilter(query);
  const sought = new Set<string>();
  if (filter.words.length === 0) return sought;
  for (const [id, object] of world.graph.entries()) {
    if (sought.size === soughtAtMost) break;
    const node = { id, ref: toRef(object), object, marks: [], applies: 0 };
    if (isFound({ ...node, state: world.stateOf(id, object) }, world, filter)) sought.add(id);
  }
  return sought;
}

/** The nodes that a search finds, by the words and keys of the lists; undefined where nothing is searched for. */
export function foundIn(
  { nodes }: Picture,
  world: GraphWorld,
  query: string
): ReadonlySet<string> | undefined {
  if (query.trim() === '') return undefined;
  const filter = parseFilter(query);
  return new Set(
    [...nodes.values()].flatMap(node => (isFound(node, world, filter) ? node.id : []))
  );
}
