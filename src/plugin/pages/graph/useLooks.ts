import { useMemo, useRef } from 'react';
import type { Drawing } from '../../../core/graph/picture/drawing.ts';
import { useWords } from '../../parts/Say.tsx';
import { type BoxLook, keepSame, lookOfBox } from './boxes.ts';
import type { GraphWorld } from './useGraphWorld.tsx';

/** How the boxes of a drawing look, by their ids; what looks the same keeps its identity. */
export function useLooks(drawing: Drawing, world: GraphWorld): ReadonlyMap<string, BoxLook> {
  const words = useWords();
  const last = useRef<ReadonlyMap<string, BoxLook>>(new Map());
  return useMemo(() => {
    const next = drawing.nodes.map(node => lookOfBox(node, world, words));
    last.current = keepSame(next, last.current);
    return last.current;
  }, [drawing, world, words]);
}
