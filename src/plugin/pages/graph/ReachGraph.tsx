import { Box as Frame, useTheme } from '@mui/material';
import { type KeyboardEvent, useMemo, useRef } from 'react';
import { useHistory } from 'react-router-dom';
import { objectId, refAt } from '../../../core/graph/nodeId.ts';
import { drawingOf } from '../../../core/graph/picture/drawing.ts';
import type { LineName } from '../../../core/graph/picture/line.ts';
import { isOutside, pictureOf } from '../../../core/graph/picture/picture.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { toRef } from '../../../core/kubernetes/ref.ts';
import { graphPath } from '../../parts/graphPath.ts';
import { objectPath } from '../../parts/objectPath.ts';
import { useWords } from '../../parts/Say.tsx';
import type { BoxActs } from './Box.tsx';
import { Boxes } from './Boxes.tsx';
import { boundsOf } from './geometry.ts';
import { graphStyle } from './graphStyle.ts';
import { Lines } from './Lines.tsx';
import { toNodeText } from './nodeText.ts';
import { steer } from './steer.ts';
import { useCentred } from './useCentred.ts';
import { useGraphLayout } from './useGraphLayout.ts';
import { type GraphWorld, useGraphWorld } from './useGraphWorld.tsx';
import { useLooks } from './useLooks.ts';
import { useSteering } from './useSteering.ts';

const nothing: ReadonlySet<string> = new Set();
const lines: ReadonlySet<LineName> = new Set([
  'applies',
  'dependsOn',
  'source',
  'values',
  'images',
]);
/** More is for the graph's own page. */
const boxesAtMost = 24;
/** px that the outline of a box needs. */
const edge = 4;

/** The graph of one object of Flux, from its cluster's store. */
export function ObjectReach({ cluster, object }: { cluster: string; object: KubernetesObject }) {
  const { world, readers } = useGraphWorld(cluster, nothing);
  return (
    <>
      {readers}
      <ReachGraph id={objectId(toRef(object))} world={world} />
    </>
  );
}

/** What one object needs and what needs it, small, within another page: a box leads to its object. */
export function ReachGraph({ id, world }: { id: string; world: GraphWorld }) {
  const words = useWords();
  const theme = useTheme();
  const history = useHistory();
  const style = useMemo(() => graphStyle(theme), [theme]);
  const frame = useRef<HTMLDivElement>(null);
  const picture = useMemo(() => pictureOf(world, { of: id, lines, opened: nothing }), [world, id]);
  const drawing = useMemo(
    () =>
      drawingOf(picture, {
        by: 'layer',
        opened: nothing,
        pinned: new Set([id]),
        limit: boxesAtMost,
      }),
    [picture, id]
  );
  const layout = useGraphLayout(drawing, id, '', true);
  const looks = useLooks(drawing, world);
  const broken = useMemo(
    () => new Set([...looks.values()].flatMap(look => (look.isBroken ? look.id : []))),
    [looks]
  );
  const moves = useCentred(frame, layout, id);
  const { active, focus, onFocus } = useSteering(frame, layout, [id]);
  const whole = graphPath(world.cluster, { of: toNodeText(id) });
  const open = (box: string) => {
    const isObject = !box.includes(' ') && !isOutside(box);
    const path = isObject ? objectPath(world.cluster, refAt(box)) : undefined;
    history.push(path ?? whole);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const next = steer(layout, drawing.lines, event.currentTarget.dataset.box ?? '', event.key);
    if (next === undefined) return;
    event.preventDefault();
    focus(next);
  };
  const latest = useRef({ open, onKeyDown });
  latest.current = { open, onKeyDown };
  const acts = useMemo<BoxActs>(
    () => ({
      onClick: event => latest.current.open(event.currentTarget.dataset.box ?? ''),
      onKeyDown: event => latest.current.onKeyDown(event),
      onFocus,
    }),
    [onFocus]
  );
  // Alone it has no reach to be shown.
  if (drawing.nodes.length < 2) return null;
  const { left, top, width, height } = boundsOf(layout);
  return (
    <Frame
      ref={frame}
      role="group"
      {...moves}
      aria-label={words('graph.of', { name: refAt(id).name })}
      sx={{ position: 'relative', overflow: 'auto', maxHeight: 420, mb: 1, ...style }}
    >
      <div style={{ width: width + 2 * edge, height: height + 2 * edge }}>
        <div className="lumen-sheet" style={{ left: edge - left, top: edge - top }}>
          <Lines {...{ layout, broken }} lines={drawing.lines} chosen={undefined} />
          <Boxes {...{ layout, looks, active, acts }} chosen={id} found={nothing} />
        </div>
      </div>
    </Frame>
  );
}
