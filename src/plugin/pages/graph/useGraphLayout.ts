import { useMemo, useRef } from 'react';
import { type Layout, layoutOf } from '../../../core/graph/layout.ts';
import type { Drawing } from '../../../core/graph/picture/drawing.ts';

/** The same boxes and lines have the same places. */
function shapeOf({ nodes, lines }: Drawing): string {
  return [...nodes.map(({ id }) => id), ...lines.map(({ id }) => id)].join('\n');
}

/**
 * Where the boxes of a drawing are. What comes and goes by itself moves nothing that can stay; what a person opened or
 * left out lets the others close ranks, in their order; `subject` names what all is about, and another one starts anew.
 * So does everything that nobody has seen yet.
 */
export function useGraphLayout(
  drawing: Drawing,
  subject: string,
  choice: string,
  isShown: boolean
): Layout {
  const last = useRef<{ subject: string; choice: string; shape: string; layout: Layout }>();
  return useMemo(() => {
    const before = last.current?.subject === subject ? last.current : undefined;
    const shape = shapeOf(drawing);
    if (before?.shape === shape && before.choice === choice) return before.layout;
    const kept =
      isShown && before
        ? {
            layout: before.layout,
            keep: before.choice === choice ? ('places' as const) : ('order' as const),
          }
        : undefined;
    const ids = drawing.nodes.map(({ id }) => id);
    const layout = layoutOf(ids, drawing.lines, kept);
    last.current = { subject, choice, shape, layout };
    return layout;
  }, [drawing, subject, choice, isShown]);
}
