import { Box } from '@mui/material';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  memo,
  type MutableRefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useGridPlace } from '../../parts/gridPlace.ts';
import { LoadingRows } from '../../parts/PageStates.tsx';
import { PageNotice } from '../../parts/PageStates.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { useShortcut } from '../../parts/shortcuts.ts';
import { TextLine } from './TextLine.tsx';
import { textStyle } from './textStyle.ts';
import { useTextWindow } from './useTextWindow.ts';

const lineHeight = 20;
const narrowBelow = 600;
const splitFrom = 760;

/**
 * The text of one object, both sides, of which only the lines in sight exist. It scrolls with the page;
 * n and p go from one difference to the next, and past the last one to the next object.
 */
export const DiffText = memo(function DiffText({
  set,
  entry,
  label,
  mode,
  noise,
  arrival,
  step,
  onLeave,
}: {
  set: number;
  entry: number;
  label: string;
  mode: 'unified' | 'split';
  noise: boolean;
  /** Which difference to begin at, where one was asked for. */
  arrival?: 'first' | 'last';
  /** What n and p do, for buttons outside of the text. */
  step: MutableRefObject<(by: 1 | -1) => void>;
  onLeave: (by: 1 | -1) => void;
}) {
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const { width, margin, scroller } = useGridPlace(box, list);
  const [opened, setOpened] = useState<readonly number[]>([]);
  const [seen, setSeen] = useState({ from: 0, to: 0 });
  const [at, setAt] = useState<number>();
  const isSplit = mode === 'split' && width >= splitFrom;
  const shape = isSplit ? 'split' : width > 0 && width < narrowBelow ? 'narrow' : 'unified';
  const look = { mode: isSplit ? 'split' : 'unified', noise, opened } as const;
  const { text, failure } = useTextWindow({ set, entry, look }, seen);

  const virtualizer = useVirtualizer({
    count: text?.total ?? 0,
    getScrollElement: () => scroller,
    // It scrolls to where it believes to be: not to the top of a page that is scrolled already.
    enabled: scroller !== null,
    initialOffset: () => scroller?.scrollTop ?? 0,
    estimateSize: () => lineHeight,
    // Where nothing is laid out, a line is as tall as a line.
    measureElement: element => Math.ceil(element.getBoundingClientRect().height) || lineHeight,
    scrollMargin: margin,
    overscan: 12,
    // The object's name stays above the text.
    scrollPaddingStart: 120,
    scrollPaddingEnd: 80,
  });
  const items = virtualizer.getVirtualItems();
  const [from, to] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => {
    setSeen(was => (was.from === from && was.to === to ? was : { from, to }));
  }, [from, to]);
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, shape, noise, width]);

  const changes = text?.changes ?? [];
  const goTo = (index: number) => {
    setAt(index);
    const row = changes[index];
    if (row !== undefined) virtualizer.scrollToIndex(row, { align: 'auto' });
  };
  // What is wanted of a text that has not come yet: it is gone to when it has.
  const wanted = useRef(arrival);
  step.current = by => {
    if (!text && !failure) {
      wanted.current = by === 1 ? 'first' : 'last';
      return;
    }
    const next = at === undefined ? (by === 1 ? 0 : -1) : at + by;
    if (next < 0 || next >= changes.length) onLeave(by);
    else goTo(next);
  };
  useShortcut('n', () => step.current(1));
  useShortcut('p', () => step.current(-1));

  useEffect(() => {
    if (!wanted.current || changes.length === 0) return;
    goTo(wanted.current === 'first' ? 0 : changes.length - 1);
    wanted.current = undefined;
  });

  const open = useCallback((fold: number) => setOpened(was => [...was, fold]), []);

  return (
    <Box ref={box} sx={textStyle}>
      {failure && (
        <PageNotice>
          <Say id="changes.text.failed" params={{ message: failure }} />
        </PageNotice>
      )}
      {!text && <LoadingRows rows={6} />}
      <div
        role="table"
        aria-label={label}
        aria-rowcount={text?.total ?? 0}
        aria-describedby="lumen-change-keys"
        className={shape}
      >
        <div
          ref={list}
          role="rowgroup"
          className="rows"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {items.map(({ index, start }) => (
            <TextLine
              key={index}
              measure={virtualizer.measureElement}
              row={text?.row(index)}
              index={index}
              top={start - margin}
              shape={shape}
              isCurrent={at !== undefined && changes[at] === index}
              onOpen={open}
            />
          ))}
        </div>
      </div>
      {text && text.total === 0 && !failure && words('changes.text.none')}
    </Box>
  );
});
