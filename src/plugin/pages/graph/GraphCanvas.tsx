import { Box as Frame, useTheme } from '@mui/material';
import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';
import type { Layout } from '../../../core/graph/layout.ts';
import type { DrawnLine } from '../../../core/graph/picture/drawing.ts';
import { useWords } from '../../parts/Say.tsx';
import { isTyping } from '../../parts/shortcuts.ts';
import { visuallyHidden } from '../../parts/visuallyHidden.ts';
import type { BoxActs } from './Box.tsx';
import type { BoxLook } from './boxes.ts';
import { Boxes } from './Boxes.tsx';
import { beginningOf, boundsOf, cornerOf } from './geometry.ts';
import { graphStyle } from './graphStyle.ts';
import { Lines } from './Lines.tsx';
import { type PanZoom, startPanZoom } from './panZoom.ts';
import { steer } from './steer.ts';
import { useSteering } from './useSteering.ts';
import { firstViewport, inSight, zoomAt } from './viewport.ts';
import { ZoomButtons } from './ZoomButtons.tsx';

/** px between the dots of the ground. */
const dots = 28;

/** Boxes at their places and the lines between them: to move in with pointer and keys, as one Tab stop. */
export function GraphCanvas({
  layout,
  lines,
  looks,
  of,
  subject,
  isSettled,
  chosen,
  found,
  label,
  onChoose,
  onOpen,
  onUnfold,
  children,
}: {
  layout: Layout;
  lines: readonly DrawnLine[];
  looks: ReadonlyMap<string, BoxLook>;
  /** What all is about, where it is one object. */
  of: string | undefined;
  /** Another one is seen from its beginning. */
  subject: string;
  /** Everything of it has been read. */
  isSettled: boolean;
  chosen: string | undefined;
  /** Boxes that a search has found. */
  found: ReadonlySet<string>;
  label: string;
  onChoose: (id: string | undefined) => void;
  onOpen: (id: string) => void;
  /** Shows, or no longer shows, what is in it. */
  onUnfold: (id: string, isOpened: boolean) => void;
  children?: ReactNode;
}) {
  const words = useWords();
  const keysId = useId();
  const theme = useTheme();
  const style = useMemo(() => graphStyle(theme), [theme]);
  const frame = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const panZoom = useRef<PanZoom>();
  const broken = useMemo(() => {
    return new Set([...looks.values()].flatMap(({ id, isBroken }) => (isBroken ? id : [])));
  }, [looks]);
  const first = layout.places.has(of ?? '') ? of : beginningOf(layout);

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const started = startPanZoom(element, ({ x, y, zoom }) => {
      if (sheet.current) sheet.current.style.transform = `translate(${x}px,${y}px) scale(${zoom})`;
      element.style.backgroundPosition = `${x}px ${y}px`;
      element.style.backgroundSize = `${dots * zoom}px ${dots * zoom}px`;
    });
    panZoom.current = started;
    const onAway = (event: Event) => {
      if (!(event.target as Element).closest('[data-box]')) latest.current.onChoose(undefined);
    };
    element.addEventListener('click', onAway);
    return () => {
      started.close();
      element.removeEventListener('click', onAway);
    };
  }, []);

  // The first sight of a subject: from its left, at what is broken; once more when all of it is known, unless somebody
  // has begun to look around.
  const seen = useRef<{ subject: string; isSettled: boolean }>();
  useLayoutEffect(() => {
    const size = frame.current?.getBoundingClientRect();
    if (!size || size.width === 0 || layout.places.size === 0) return;
    const isSame = seen.current?.subject === subject;
    if (isSame && (seen.current?.isSettled === isSettled || panZoom.current?.isMoved())) return;
    seen.current = { subject, isSettled };
    const at = layout.places.get(chosen ?? [...broken][0] ?? first ?? '');
    panZoom.current?.set(firstViewport(boundsOf(layout), size, at && cornerOf(at)));
  }, [subject, isSettled, layout, broken, chosen, first]);

  const show = useCallback(
    (id: string | undefined) => {
      const place = layout.places.get(id ?? '');
      const size = frame.current?.getBoundingClientRect();
      if (!panZoom.current || !place || !size || size.width === 0) return;
      const next = inSight(panZoom.current.view(), size, cornerOf(place));
      if (next) panZoom.current.set(next);
    },
    [layout]
  );

  // What was chosen elsewhere, or found, comes into sight; the panel may have covered it.
  const target = chosen ?? [...found][0];
  const shownTarget = useRef(target);
  useEffect(() => {
    if (shownTarget.current === target) return;
    shownTarget.current = target;
    show(target);
  }, [target, show]);

  const { active, focus, onFocus } = useSteering(frame, layout, [chosen, [...broken][0], first]);

  function onKeyDown(event: KeyboardEvent, at: string): void {
    if (isTyping(event)) return;
    const next = steer(layout, lines, at, event.key);
    if (next !== undefined) {
      focus(next);
      show(next);
    } else if (event.key === 'Enter') onOpen(at);
    else if (event.key === '+' || event.key === '-') onUnfold(at, event.key === '+');
    else if (event.key === 'Escape' && chosen !== undefined) onChoose(undefined);
    else return;
    event.preventDefault();
  }

  // The same functions for ever: a box is drawn again only when it looks another way.
  const latest = useRef({ onKeyDown, onChoose });
  latest.current = { onKeyDown, onChoose };
  const acts = useMemo<BoxActs>(
    () => ({
      onClick: event => latest.current.onChoose(event.currentTarget.dataset.box),
      onKeyDown: event => latest.current.onKeyDown(event, event.currentTarget.dataset.box ?? ''),
      onFocus,
    }),
    [onFocus]
  );

  /** The middle of what is seen stays where it is. */
  function zoom(factor: number): void {
    const size = frame.current?.getBoundingClientRect();
    if (!panZoom.current || !size) return;
    const middle = { x: size.width / 2, y: size.height / 2 };
    panZoom.current.set(zoomAt(panZoom.current.view(), factor, middle));
  }

  function showAll(): void {
    const size = frame.current?.getBoundingClientRect();
    if (size) panZoom.current?.set(firstViewport(boundsOf(layout), size, undefined, 0.2));
  }

  return (
    <Frame sx={{ position: 'relative', flex: 1, minWidth: 0, minHeight: 0, ...style }}>
      <div
        ref={frame}
        className="lumen-frame"
        role="group"
        aria-label={label}
        aria-busy={!isSettled}
        aria-describedby={keysId}
      >
        <span id={keysId} style={visuallyHidden}>
          {words('graph.keys')}
        </span>
        <div ref={sheet} className="lumen-sheet">
          <Lines {...{ layout, lines, broken, chosen }} />
          <Boxes {...{ layout, looks, active, chosen, found, acts }} />
        </div>
      </div>
      {children}
      <ZoomButtons onZoom={zoom} onWhole={showAll} />
    </Frame>
  );
}
