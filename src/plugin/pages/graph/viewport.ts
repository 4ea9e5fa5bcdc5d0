import { type Bounds, boxHeight, boxWidth, type Point } from './geometry.ts';

export interface Viewport {
  x: number;
  y: number;
  zoom: number;
}

interface Size {
  width: number;
  height: number;
}

/** px around everything. */
const margin = 24;
/** As far as boxes are still told apart, and as near as there is something to see. */
export const [furthest, nearest] = [0.2, 1.5];
/** Smaller, names can no longer be read. */
const smallest = 0.75;

/**
 * What is seen first: everything where it fits, as large as boxes are; else from the left edge, as far to the right as
 * `at` is in sight, and with it in the middle of the height.
 */
export function firstViewport(
  bounds: Bounds,
  { width, height }: Size,
  at?: Point,
  least: number = smallest
): Viewport {
  const wide = (width - 2 * margin) / Math.max(bounds.width, 1);
  const whole = Math.min(wide, (height - 2 * margin) / Math.max(bounds.height, 1));
  // Where not everything can be seen, being small does not help.
  const zoom = Math.min(1, Math.max(least, whole >= least ? whole : wide));
  const left = margin - bounds.left * zoom;
  const x = at ? Math.min(left, width - margin - (at.x + boxWidth) * zoom) : left;
  if (bounds.height * zoom <= height - 2 * margin) {
    return { x, y: (height - bounds.height * zoom) / 2 - bounds.top * zoom, zoom };
  }
  const middle = at ? at.y + boxHeight / 2 : bounds.top + bounds.height / 2;
  // Never further than the edges.
  const [lowest, highest] = [
    height - margin - (bounds.top + bounds.height) * zoom,
    margin - bounds.top * zoom,
  ];
  const y = Math.min(highest, Math.max(lowest, height / 2 - middle * zoom));
  return { x, y, zoom };
}

/** The nearest view in which the box is seen whole; undefined where it is already. */
export function inSight(view: Viewport, { width, height }: Size, at: Point): Viewport | undefined {
  const { zoom } = view;
  const into = (from: number, length: number, room: number) =>
    from < margin ? margin - from : Math.min(0, room - margin - (from + length));
  const x = into(at.x * zoom + view.x, boxWidth * zoom, width);
  const y = into(at.y * zoom + view.y, boxHeight * zoom, height);
  return x === 0 && y === 0 ? undefined : { x: view.x + x, y: view.y + y, zoom };
}
