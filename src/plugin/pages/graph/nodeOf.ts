import { refAt } from '../../../core/graph/nodeId.ts';
import { isOutside, type PictureNode } from '../../../core/graph/picture/picture.ts';
import type { GraphWorld } from './useGraphWorld.tsx';

/** A node that the picture may not have: beside what is drawn. */
export function nodeOf(id: string, { graph, isRead, stateOf }: GraphWorld): PictureNode {
  const object = graph.node(id)?.object;
  if (isOutside(id)) {
    const [kind = ''] = id.split(':');
    const outside = { kind, address: id.slice(kind.length + 1) } as PictureNode['outside'];
    return { id, outside, marks: [], applies: 0 };
  }
  const ref = refAt(id);
  const marks = !object && isRead(ref) ? (['missing'] as const) : [];
  return { id, ref, object, state: stateOf(id, object), marks, applies: 0 };
}
