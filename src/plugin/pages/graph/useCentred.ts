import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { Layout } from '../../../core/graph/layout.ts';
import { boundsOf, boxHeight, boxWidth, cornerOf } from './geometry.ts';

/**
 * Scrolls to where a box is in the middle, until somebody moves about in the frame themselves. Answers what the frame
 * listens to.
 */
export function useCentred(frame: RefObject<HTMLElement>, layout: Layout, id: string) {
  const movedIn = useRef<string>();
  useLayoutEffect(() => {
    const place = layout.places.get(id);
    const view = frame.current;
    if (!place || !view || movedIn.current === id) return;
    const { left, top } = boundsOf(layout);
    const { x, y } = cornerOf(place);
    view.scrollLeft = x - left + boxWidth / 2 - view.clientWidth / 2;
    view.scrollTop = y - top + boxHeight / 2 - view.clientHeight / 2;
  }, [frame, layout, id]);
  const onMove = () => {
    movedIn.current = id;
  };
  return { onWheel: onMove, onPointerDown: onMove, onKeyDown: onMove };
}
