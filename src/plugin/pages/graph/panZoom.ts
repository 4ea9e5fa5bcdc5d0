import type { Point } from './geometry.ts';
import { type Viewport, zoomAt } from './viewport.ts';

/** Moves and zooms what is drawn in a frame. */
export interface PanZoom {
  view(): Viewport;
  set(view: Viewport): void;
  /** A person has moved or zoomed since the last `set`. */
  isMoved(): boolean;
  close(): void;
}

/** px that a hand may shake during a click. */
const shake = 4;

/**
 * A wheel moves, and zooms with Ctrl held, which is also what a pinch on a touchpad says; a mouse or a finger drags, two
 * fingers pinch. The view goes to the element itself and not through React: hundreds of boxes move as one.
 */
export function startPanZoom(frame: HTMLElement, draw: (view: Viewport) => void): PanZoom {
  let view: Viewport = { x: 0, y: 0, zoom: 1 };
  const pointers = new Map<number, Point>();
  let isDragged = false;
  let begun: Point = { x: 0, y: 0 };

  let isMoved = false;
  const show = (next: Viewport) => {
    view = next;
    draw(view);
  };
  const move = (next: Viewport) => {
    isMoved = true;
    show(next);
  };
  const within = (event: MouseEvent): Point => {
    const { left, top } = frame.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const spanOf = (): { middle: Point; length: number } => {
    const [a = begun, b = a] = [...pointers.values()];
    return {
      middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
      length: Math.hypot(a.x - b.x, a.y - b.y),
    };
  };

  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    // Lines and pages, as some mice count, are not pixels.
    const unit = event.deltaMode === 0 ? 1 : event.deltaMode === 1 ? 16 : 400;
    const [right, down] = [event.deltaX * unit, event.deltaY * unit];
    if (event.ctrlKey) move(zoomAt(view, Math.exp(-down / 200), within(event)));
    else if (event.shiftKey && right === 0) move({ ...view, x: view.x - down });
    else move({ ...view, x: view.x - right, y: view.y - down });
  };
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    if (pointers.size === 0) [isDragged, begun] = [false, within(event)];
    pointers.set(event.pointerId, within(event));
  };
  const onMove = (event: PointerEvent) => {
    if (!pointers.has(event.pointerId)) return;
    const before = spanOf();
    pointers.set(event.pointerId, within(event));
    const { middle, length } = spanOf();
    if (!isDragged) {
      if (pointers.size === 1 && Math.hypot(middle.x - begun.x, middle.y - begun.y) < shake) return;
      // Not before: who only clicks must reach the box below.
      frame.setPointerCapture(event.pointerId);
      isDragged = true;
      before.middle = pointers.size === 1 ? begun : before.middle;
    }
    const moved = {
      ...view,
      x: view.x + middle.x - before.middle.x,
      y: view.y + middle.y - before.middle.y,
    };
    move(
      pointers.size > 1 && before.length > 0 ? zoomAt(moved, length / before.length, middle) : moved
    );
  };
  const onUp = (event: PointerEvent) => {
    pointers.delete(event.pointerId);
  };
  /** The click at the end of a drag is none. */
  const onClick = (event: MouseEvent) => {
    if (!isDragged) return;
    isDragged = false;
    event.stopPropagation();
    event.preventDefault();
  };

  const ends = ['pointerup', 'pointercancel'] as const;
  // Not passive: the page must not scroll as well.
  frame.addEventListener('wheel', onWheel, { passive: false });
  frame.addEventListener('pointerdown', onDown);
  frame.addEventListener('pointermove', onMove);
  for (const name of ends) frame.addEventListener(name, onUp);
  frame.addEventListener('click', onClick, { capture: true });
  return {
    view: () => view,
    set(next) {
      isMoved = false;
      show(next);
    },
    isMoved: () => isMoved,
    close() {
      frame.removeEventListener('wheel', onWheel);
      frame.removeEventListener('pointerdown', onDown);
      frame.removeEventListener('pointermove', onMove);
      for (const name of ends) frame.removeEventListener(name, onUp);
      frame.removeEventListener('click', onClick, { capture: true });
    },
  };
}
