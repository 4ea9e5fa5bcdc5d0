import { useRef } from 'react';
import type { Layout } from '../../../core/graph/layout.ts';
import type { BoxActs } from './Box.tsx';
import type { BoxLook } from './boxes.ts';
import type { BoxNode } from './BoxNode.tsx';
import { boxHeight, boxWidth, cornerOf } from './geometry.ts';

const own = { pointerEvents: 'all', visibility: 'inherit' } as const;

/** The boxes for React Flow, which draws again those that are other objects: what is as it was keeps its identity. */
export function useBoxNodes(
  layout: Layout,
  looks: ReadonlyMap<string, BoxLook>,
  marked: { active?: string; chosen?: string; found: ReadonlySet<string> },
  acts: BoxActs
): BoxNode[] {
  const before = useRef<readonly BoxNode[]>([]);
  const known = new Map(before.current.map(node => [node.id, node]));
  const nodes = [...layout.places].flatMap(([id, place]): BoxNode[] => {
    const look = looks.get(id);
    if (!look) return [];
    const node: BoxNode = {
      id,
      type: 'box',
      position: cornerOf(place),
      width: boxWidth,
      height: boxHeight,
      // It does nothing with them itself, and would let clicks through; and show them before the picture is shown.
      style: own,
      data: {
        look,
        isActive: id === marked.active,
        isChosen: id === marked.chosen,
        isFound: marked.found.has(id),
        acts,
      },
    };
    const was = known.get(id);
    return [was && isSame(was, node) ? was : node];
  });
  const isAsBefore =
    nodes.length === before.current.length && nodes.every((node, i) => node === before.current[i]);
  if (!isAsBefore) before.current = nodes;
  return before.current as BoxNode[];
}

function isSame({ position, data }: BoxNode, other: BoxNode): boolean {
  const names = Object.keys(data) as (keyof BoxNode['data'])[];
  return (
    position.x === other.position.x &&
    position.y === other.position.y &&
    names.every(name => data[name] === other.data[name])
  );
}
