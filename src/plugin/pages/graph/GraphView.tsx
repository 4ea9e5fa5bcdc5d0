import { Box, useMediaQuery, useTheme } from '@mui/material';
import { useCallback, useMemo, useRef } from 'react';
import { useHistory } from 'react-router-dom';
import { refAt } from '../../../core/graph/nodeId.ts';
import { drawingOf } from '../../../core/graph/picture/drawing.ts';
import { pictureOf } from '../../../core/graph/picture/picture.ts';
import { dot } from '../../parts/dot.ts';
import { objectPath } from '../../parts/objectPath.ts';
import { PageNote } from '../../parts/PageNote.tsx';
import { useWords } from '../../parts/Say.tsx';
import { TextButton } from '../../parts/TextButton.tsx';
import { visuallyHidden } from '../../parts/visuallyHidden.ts';
import { foundIn, soughtIn } from './found.ts';
import { GraphCanvas } from './GraphCanvas.tsx';
import { GraphTable } from './GraphTable.tsx';
import { GroupPanel } from './GroupPanel.tsx';
import { Legend } from './Legend.tsx';
import { nodeOf } from './nodeOf.ts';
import { NodePanel } from './NodePanel.tsx';
import { useFocusBack } from './useFocusBack.ts';
import { useGraphLayout } from './useGraphLayout.ts';
import type { GraphSearch, GraphSearchSetters } from './useGraphSearch.ts';
import type { GraphWorld } from './useGraphWorld.tsx';
import { useLate } from './useLate.ts';
import { useLooks } from './useLooks.ts';

/** More boxes are neither read nor drawn in time. */
const boxesAtMost = 300;
/** ms for which a picture that is still coming together is not shown. */
const patience = 400;

/** Whether the table is shown: what a person chose, else what suits the screen. */
export function useIsTable(view: GraphSearch['view']): boolean {
  const theme = useTheme();
  const isNarrow = useMediaQuery(theme.breakpoints.down('sm'), { noSsr: true });
  return view ? view === 'table' : isNarrow;
}

/** The graph, or its table, and beside it what is chosen. */
export function GraphView({
  world,
  isSettled,
  search,
  namespaces,
}: {
  world: GraphWorld;
  /** Flux's objects have been read: until then everything may still be somewhere else. */
  isSettled: boolean;
  search: GraphSearch & GraphSearchSetters;
  /** Those chosen in Headlamp; empty for all. */
  namespaces: ReadonlySet<string>;
}) {
  const words = useWords();
  const history = useHistory();
  const { of, by, lines, opened, query, chosen, set } = search;
  const isTable = useIsTable(search.view);
  const sought = useMemo(() => soughtIn(world, query), [world, query]);
  const picture = useMemo(
    () => pictureOf(world, { of, lines, opened, namespaces, sought }),
    [world, of, lines, opened, namespaces, sought]
  );
  const found = useMemo(() => foundIn(picture, world, query), [picture, world, query]);
  const drawing = useMemo(() => {
    const pinned = new Set([...(found ?? []), ...[of, chosen].flatMap(id => id ?? [])]);
    return drawingOf(picture, { by, opened, pinned, limit: boxesAtMost });
  }, [picture, found, of, chosen, by, opened]);
  // It would be seen to jump about; whoever waits long sees what there is.
  const isLate = useLate(patience);
  const isShown = isSettled || isLate;
  const subject = `${of ?? ''} ${by}`;
  const layout = useGraphLayout(
    drawing,
    `${subject} ${isSettled}`,
    [...lines, ...opened, query].join('\n'),
    isShown
  );
  const looks = useLooks(drawing, world);
  const foundBoxes = useMemo(
    () => new Set([...(found ?? [])].flatMap(id => drawing.homes.get(id) ?? [])),
    [found, drawing]
  );

  const around = useRef<HTMLElement>(null);
  useFocusBack(around, chosen);

  const onChoose = useCallback((id: string | undefined) => set({ chosen: id }), [set]);
  const onUnfold = useCallback(
    (id: string, isOpened: boolean) => {
      const next = new Set(opened);
      if (isOpened) next.add(id);
      else next.delete(id);
      const isGroup = drawing.nodes.some(node => node.type === 'group' && node.id === id);
      // The box of an opened group goes: nothing is left to be chosen.
      set({ opened: next, ...(isOpened && isGroup && { chosen: undefined }) });
    },
    [opened, drawing, set]
  );
  const onOpen = useCallback(
    (id: string) => {
      const node = drawing.nodes.find(each => each.id === id);
      if (node?.type === 'group') onUnfold(id, true);
      else {
        const known = nodeOf(id, world);
        const path = known.ref && objectPath(world.cluster, known.ref);
        if (path) history.push(path);
        else onChoose(id);
      }
    },
    [drawing, world, history, onUnfold, onChoose]
  );

  const box = drawing.nodes.find(({ id }) => id === chosen);
  const node = box?.type === 'one' ? box.node : undefined;
  const panel = chosen !== undefined && (
    <>
      {box?.type === 'group' ? (
        <GroupPanel
          key={chosen}
          group={box}
          members={[...picture.nodes.values()].filter(({ id }) => drawing.homes.get(id) === chosen)}
          {...{ world, onChoose, onUnfold }}
        />
      ) : (
        !chosen.includes(' ') && (
          <NodePanel
            key={chosen}
            node={node ?? nodeOf(chosen, world)}
            isOpened={opened.has(chosen)}
            isSubject={of === chosen}
            onFocus={id => set({ of: id, opened: new Set(), query: '' })}
            {...{ world, onChoose, onUnfold }}
          />
        )
      )}
    </>
  );
  const said = [
    found && words('graph.found', { count: found.size }),
    picture.hidden > 0 && words('page.empty.elsewhere', { count: picture.hidden }),
  ].filter(Boolean);
  const status = said.length > 0 && (
    <Box role="status" sx={{ color: 'text.secondary', fontSize: '0.875rem', mb: 1 }}>
      {said.join(dot)}
    </Box>
  );

  const legend = <Legend lines={lines} onLines={next => set({ lines: next })} />;

  if (isTable) {
    return (
      <>
        {status}
        <Box
          ref={around}
          sx={{ display: 'flex', flexDirection: { xs: 'column', md: 'row' }, gap: 2 }}
        >
          <Box sx={{ flex: 1, minWidth: 0 }}>
            <Box sx={{ mb: 1 }}>{legend}</Box>
            <GraphTable
              {...{ picture, world, found, chosen, onChoose, onOpen }}
              scope={`${subject} ${query} ${[...lines].join()}`}
            />
          </Box>
          {/* In sight wherever the table is scrolled to: no row moves away under the pointer. */}
          {chosen !== undefined && (
            <Box
              sx={{
                position: 'sticky',
                top: { md: 16 },
                bottom: { xs: 0, md: 'auto' },
                alignSelf: { md: 'flex-start' },
                maxHeight: { xs: '55vh', md: 'calc(100vh - 160px)' },
                overflowY: 'auto',
                border: 1,
                borderColor: 'divider',
                bgcolor: 'background.default',
              }}
            >
              {panel}
            </Box>
          )}
        </Box>
      </>
    );
  }
  return (
    <>
      {status}
      <Box
        ref={around}
        sx={{
          display: 'flex',
          flexDirection: 'column',
          height: 'max(420px, calc(100vh - 196px))',
          border: 1,
          borderColor: 'divider',
          borderRadius: 1,
          overflow: 'hidden',
        }}
      >
        <Box
          sx={{
            display: 'flex',
            flexDirection: { xs: 'column', md: 'row' },
            flex: 1,
            minHeight: 0,
          }}
        >
          <GraphCanvas
            {...{ layout, looks, of, subject, chosen, onChoose, onOpen, onUnfold }}
            isSettled={isSettled}
            isShown={isShown}
            lines={drawing.lines}
            found={foundBoxes}
            label={words('graph.label', { count: picture.nodes.size, boxes: drawing.nodes.length })}
          >
            {picture.nodes.size + picture.hidden === 0 && (
              <Box sx={{ position: 'absolute', top: 0, left: 32, zIndex: 5 }}>
                <PageNote title={words('graph.empty')}>
                  <TextButton
                    onClick={() => set({ lines: new Set(['applies', 'dependsOn', 'source']) })}
                  >
                    {words('graph.empty.lines')}
                  </TextButton>
                </PageNote>
              </Box>
            )}
          </GraphCanvas>
          {panel}
        </Box>
        <Box sx={{ borderTop: 1, borderColor: 'divider', px: 1, py: 0.5 }}>{legend}</Box>
      </Box>
      <span role="status" style={visuallyHidden}>
        {of === undefined ? '' : words('graph.of', { name: refAt(of).name })}
      </span>
    </>
  );
}
