import { type RefObject, useLayoutEffect, useState } from 'react';
import { scrollParentOf } from './scrollParent.ts';

export interface GridPlace {
  /** 0 until it is known, and where nothing is laid out. */
  width: number;
  /** From the top of what scrolls to the first row. */
  margin: number;
  scroller: Element | null;
}

/** Where a grid lies in what scrolls it: measured before the first paint and whenever sizes change. */
export function useGridPlace(grid: RefObject<Element>, list: RefObject<Element>): GridPlace {
  const [place, setPlace] = useState<GridPlace>({ width: 0, margin: 0, scroller: null });
  useLayoutEffect(() => {
    const [box, rows] = [grid.current, list.current];
    if (!box || !rows) return undefined;
    const scroller = scrollParentOf(box);
    const measure = () => {
      const top = scroller === document.scrollingElement ? 0 : scroller.getBoundingClientRect().top;
      const margin = Math.round(rows.getBoundingClientRect().top - top + scroller.scrollTop);
      const width = Math.round(box.getBoundingClientRect().width);
      setPlace(was =>
        was.width === width && was.margin === margin && was.scroller === scroller
          ? was
          : { width, margin, scroller }
      );
    };
    measure();
    if (typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    // What stands above the grid grows and shrinks too: messages, chips that wrap.
    if (box.parentElement) observer.observe(box.parentElement);
    return () => observer.disconnect();
  }, [grid, list]);
  return place;
}
