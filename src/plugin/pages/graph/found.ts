import { matchesFilter, parseFilter } from '../../../core/flux/filter.ts';
import type { Picture, PictureNode } from '../../../core/graph/picture/picture.ts';
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
