import type { Layout, Place } from '../../../core/graph/layout.ts';

/** px of a box. */
export const boxWidth = 168;
export const boxHeight = 50;
/** px from one box to the same edge of the next. */
const stepRight = 216;
const stepDown = 64;

export interface Point {
  x: number;
  y: number;
}

/** The top left corner of a box. */
export function cornerOf({ layer, height }: Place): Point {
  return { x: layer * stepRight, y: Math.round(height * stepDown) };
}

export interface Bounds {
  left: number;
  top: number;
  width: number;
  height: number;
}

export function boundsOf(layout: Layout): Bounds {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const place of layout.places.values()) {
    const { x, y } = cornerOf(place);
    [left, top] = [Math.min(left, x), Math.min(top, y)];
    [right, bottom] = [Math.max(right, x + boxWidth), Math.max(bottom, y + boxHeight)];
  }
  if (left === Infinity) return { left: 0, top: 0, width: 0, height: 0 };
  return { left, top, width: right - left, height: bottom - top };
}

const middle = boxHeight / 2;

/** From a point to one in the next layer, level at both ends. */
function bend(from: Point, to: Point): string {
  const half = (to.x - from.x) / 2;
  return `C${from.x + half},${from.y} ${to.x - half},${to.y} ${to.x},${to.y}`;
}

/** An SVG path from the right side of one box to the left side of another, past the layers between them. */
export function pathOf(layout: Layout, from: string, to: string): string {
  const [start, end] = [layout.places.get(from), layout.places.get(to)];
  if (!start || !end) return '';
  const [first, last] = [cornerOf(start), cornerOf(end)];
  let at = { x: first.x + boxWidth, y: first.y + middle };
  const target = { x: last.x, y: last.y + middle };
  let path = `M${at.x},${at.y}`;
  if (end.layer <= start.layer) return path + backwards(at, target);
  const passes = layout.passes.get(from);
  for (let layer = start.layer + 1; layer < end.layer; layer += 1) {
    const height = passes?.get(layer);
    if (height === undefined) continue;
    const { x, y } = cornerOf({ layer, height });
    const next = { x, y: y + middle };
    path += `${bend(at, next)}H${x + boxWidth}`;
    at = { x: x + boxWidth, y: next.y };
  }
  return path + bend(at, target);
}

/** Where a circle closes, around both boxes. */
function backwards(from: Point, to: Point): string {
  const reach = stepRight - boxWidth;
  const below = Math.max(from.y, to.y) + middle + 16;
  const turn = `C${from.x + reach},${from.y} ${from.x + reach},${below} ${from.x},${below}`;
  return `${turn}H${to.x}C${to.x - reach},${below} ${to.x - reach},${to.y} ${to.x},${to.y}`;
}

/** The box in the middle of the first layer: where a graph begins. */
export function beginningOf(layout: Layout): string | undefined {
  const first = [...layout.places].filter(([, { layer }]) => layer === 0);
  first.sort(([, a], [, b]) => a.height - b.height);
  return first[Math.floor(first.length / 2)]?.[0];
}
