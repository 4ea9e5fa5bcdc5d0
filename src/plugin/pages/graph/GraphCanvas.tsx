import { Box as Frame, useTheme } from '@mui/material';
import { Background, ReactFlow, type ReactFlowInstance, ViewportPortal } from '@xyflow/react';
import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Layout } from '../../../core/graph/layout.ts';
import type { DrawnLine } from '../../../core/graph/picture/drawing.ts';
import { useWords } from '../../parts/Say.tsx';
import { isTyping } from '../../parts/shortcuts.ts';
import { visuallyHidden } from '../../parts/visuallyHidden.ts';
import type { BoxActs } from './Box.tsx';
import type { BoxLook } from './boxes.ts';
import { type BoxNode, BoxOfNode } from './BoxNode.tsx';
import { beginningOf, boundsOf, cornerOf } from './geometry.ts';
import { graphStyle } from './graphStyle.ts';
import { Lines } from './Lines.tsx';
import { steer } from './steer.ts';
import { useBoxNodes } from './useBoxNodes.ts';
import { useSteering } from './useSteering.ts';
import { firstViewport, furthest, inSight, nearest } from './viewport.ts';
import { ZoomButtons } from './ZoomButtons.tsx';

const nodeTypes = { box: BoxOfNode };
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
  isShown,
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
  /** Else it is placed as it comes together, and not seen to move. */
  isShown: boolean;
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
  const [flow, setFlow] = useState<ReactFlowInstance<BoxNode>>();
  const broken = useMemo(() => {
    return new Set([...looks.values()].flatMap(({ id, isBroken }) => (isBroken ? id : [])));
  }, [looks]);
  const first = layout.places.has(of ?? '') ? of : beginningOf(layout);

  // The first sight of a subject: from its left, at itself or at what is broken; once more when all of it is known,
  // unless somebody has begun to look around.
  const seen = useRef<{ subject: string; isSettled: boolean }>();
  const isMoved = useRef(false);
  useLayoutEffect(() => {
    const size = frame.current?.getBoundingClientRect();
    if (!flow || !size || size.width === 0 || layout.places.size === 0) return;
    const isSame = seen.current?.subject === subject;
    if (isShown && isSame && (seen.current?.isSettled === isSettled || isMoved.current)) return;
    seen.current = { subject, isSettled };
    isMoved.current = false;
    const own = of !== undefined && layout.places.has(of) ? of : undefined;
    const at = layout.places.get(chosen ?? own ?? [...broken][0] ?? first ?? '');
    void flow.setViewport(firstViewport(boundsOf(layout), size, at && cornerOf(at)));
  }, [flow, subject, isSettled, isShown, layout, broken, chosen, of, first]);

  const show = useCallback(
    (id: string | undefined) => {
      const place = layout.places.get(id ?? '');
      const size = frame.current?.getBoundingClientRect();
      if (!flow || !place || !size || size.width === 0) return;
      const next = inSight(flow.getViewport(), size, cornerOf(place));
      if (next) void flow.setViewport(next);
    },
    [flow, layout]
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

  const nodes = useBoxNodes(layout, looks, { active, chosen, found }, acts);

  function showAll(): void {
    const size = frame.current?.getBoundingClientRect();
    if (size) void flow?.setViewport(firstViewport(boundsOf(layout), size, undefined, furthest));
  }

  return (
    <Frame sx={{ position: 'relative', flex: 1, minWidth: 0, minHeight: 0, ...style }}>
      <div
        ref={frame}
        className={isShown ? 'lumen-frame' : 'lumen-frame is-moving'}
        role="group"
        aria-label={label}
        aria-busy={!isSettled}
        aria-describedby={keysId}
      >
        <span id={keysId} style={visuallyHidden}>
          {words('graph.keys')}
        </span>
        <ReactFlow
          // Not seen before it is known where to look.
          style={{ opacity: flow ? 1 : 0 }}
          nodes={nodes}
          nodeTypes={nodeTypes}
          onInit={setFlow}
          // Without an event it is not a person who moves it.
          onMoveStart={event => (isMoved.current ||= event !== null)}
          onPaneClick={() => onChoose(undefined)}
          minZoom={furthest}
          maxZoom={nearest}
          panOnScroll
          panOnScrollSpeed={1}
          zoomOnDoubleClick={false}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          elementsSelectable={false}
          // Keys are ours: one Tab stop, and arrows along the lines.
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          panActivationKeyCode={null}
          // The README names it; a page of a cluster leads nowhere else.
          proOptions={{ hideAttribution: true }}
        >
          <Background gap={dots} color={theme.palette.divider} />
          <ViewportPortal>
            <Lines {...{ layout, lines, broken, chosen }} />
          </ViewportPortal>
        </ReactFlow>
      </div>
      {children}
      <ZoomButtons
        onZoom={factor => void flow?.zoomTo(flow.getZoom() * factor)}
        onWhole={showAll}
      />
    </Frame>
  );
}
