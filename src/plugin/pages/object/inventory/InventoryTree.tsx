import { Box, ButtonBase } from '@mui/material';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { ObjectRef } from '../../../../core/kubernetes/ref.ts';
import { useStore } from '../../../live/useStores.ts';
import { useGridPlace } from '../../../parts/gridPlace.ts';
import { orderStyle } from '../../../parts/gridStyle.ts';
import { useWords } from '../../../parts/Say.tsx';
import { isTyping } from '../../../parts/shortcuts.ts';
import { InventoryLine } from './InventoryLine.tsx';
import type { InventoryRow } from './inventoryRow.ts';
import { inventoryStyle } from './inventoryStyle.ts';

/** px; a log and a note are as tall as they are. */
const heights = { line: 36, narrow: 60, note: 36, log: 120 } as const;
const narrowBelow = 600;

function heightOf(row: InventoryRow | undefined, isNarrow: boolean): number {
  switch (row?.type) {
    case 'log':
      return heights.log;
    case 'note':
      return heights.note;
    default:
      return isNarrow ? heights.narrow : heights.line;
  }
}

/**
 * The inventory as an ARIA treegrid of which only the rows in sight exist: one Tab stop, up and down from row to row,
 * right into what a row holds, left back out of it.
 */
export function InventoryTree({
  rows,
  cluster,
  isOutOfOrder,
  onToggle,
  onHold,
}: {
  rows: readonly InventoryRow[];
  cluster: string;
  /** The order is held, and would be another one. */
  isOutOfOrder: boolean;
  onToggle: (key: string, isOpen: boolean) => void;
  /** Somebody points at the rows or walks among them: they stay where they are. */
  onHold: (isHeld: boolean) => void;
}) {
  const words = useWords();
  const resources = useStore(cluster, store => store.resources);
  const pluralOf = ({ group, kind }: ObjectRef) => resources?.get(`${group}/${kind}`)?.plural;
  const grid = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const { width, margin, scroller } = useGridPlace(grid, body);
  const isNarrow = width > 0 && width < narrowBelow;
  const [activeKey, setActive] = useState<string>();
  const lastActive = useRef(0);
  const found = rows.findIndex(row => row.key === activeKey);
  const active = found >= 0 ? found : Math.min(lastActive.current, rows.length - 1);
  lastActive.current = Math.max(active, 0);

  const keyOf = useMemo(() => (index: number) => rows[index]?.key ?? index, [rows]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: index => heightOf(rows[index], isNarrow),
    getItemKey: keyOf,
    scrollMargin: margin,
    overscan: 6,
    // The row that holds the Tab stop exists wherever it is.
    rangeExtractor: range => {
      const seen = defaultRangeExtractor(range);
      return active < 0 || seen.includes(active) ? seen : [...seen, active].sort((a, b) => a - b);
    },
    scrollPaddingStart: 16,
    scrollPaddingEnd: 56,
  });
  // Heights by row are only asked for once: another width has others.
  useLayoutEffect(() => virtualizer.measure(), [isNarrow, virtualizer]);

  // What held the focus may be moved or removed by the rows that follow: it must not fall to the page.
  const hadFocus = body.current?.contains(document.activeElement) ?? false;
  const wantsFocus = useRef(false);
  useLayoutEffect(() => {
    const isLost = hadFocus && !body.current?.contains(document.activeElement);
    if (!wantsFocus.current && !isLost) return;
    const row = body.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]');
    if (!row) return;
    wantsFocus.current = false;
    row.focus({ preventScroll: true });
  });

  const go = useCallback(
    (index: number) => {
      const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
      if (!row) return;
      setActive(row.key);
      virtualizer.scrollToIndex(rows.indexOf(row));
      wantsFocus.current = true;
    },
    [rows, virtualizer]
  );

  /** From link to button within a row; -1 is the row itself. Answers whether there was somewhere to go. */
  function goWithin(line: HTMLElement, by: 1 | -1): boolean {
    const stops = [...line.querySelectorAll<HTMLElement>('a, button')];
    const at = stops.indexOf(document.activeElement as HTMLElement) + by;
    if (at < -1 || at >= stops.length) return false;
    (stops[at] ?? line).focus();
    return true;
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (isTyping(event)) return;
    const row = rows[active];
    const target = event.target as HTMLElement;
    const line = target.closest<HTMLElement>('[role="row"]');
    if (!row || !line) return;
    const isOnRow = target === line;
    const page = Math.max(1, Math.floor((scroller?.clientHeight ?? 400) / heights.line) - 3);
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(active + 1),
      j: () => go(active + 1),
      ArrowUp: () => go(active - 1),
      k: () => go(active - 1),
      PageDown: () => go(active + page),
      PageUp: () => go(active - page),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      ArrowRight: () => {
        if (isOnRow && row.isOpen === false) onToggle(row.key, true);
        else goWithin(line, 1);
      },
      ArrowLeft: () => {
        if (!isOnRow) return void goWithin(line, -1);
        if (row.isOpen) return onToggle(row.key, false);
        const parent = rows.findLastIndex((each, at) => at < active && each.level < row.level);
        if (parent >= 0) go(parent);
      },
    };
    if (isOnRow) {
      const act = () => {
        if (row.isOpen !== undefined) onToggle(row.key, !row.isOpen);
        else line.querySelector<HTMLElement>('a, button')?.click();
      };
      Object.assign(moves, { Enter: act, ' ': act });
    }
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  }

  function onClick(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    const line = target.closest<HTMLElement>('[data-index]');
    const row = rows[Number(line?.dataset.index ?? NaN)];
    if (!row) return;
    setActive(row.key);
    const isChosenText = (document.getSelection()?.toString() ?? '') !== '';
    if (target.closest('a, button, pre') || row.isOpen === undefined || isChosenText) return;
    onToggle(row.key, !row.isOpen);
  }

  return (
    <>
      <Box
        ref={grid}
        role="treegrid"
        aria-label={words('tab.inventory')}
        aria-rowcount={rows.length}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onPointerEnter={() => onHold(true)}
        onPointerLeave={() => onHold(hadFocus)}
        onFocus={() => onHold(true)}
        onBlur={event => {
          if (!event.currentTarget.contains(event.relatedTarget)) onHold(false);
        }}
        sx={inventoryStyle}
      >
        <div
          ref={body}
          role="rowgroup"
          className="rows"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map(({ index, start, size }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <InventoryLine
                key={row.key}
                row={row}
                cluster={cluster}
                plural={row.type === 'object' ? pluralOf(row.ref) : undefined}
                index={index}
                top={start - margin}
                height={size}
                isNarrow={isNarrow}
                isActive={index === active}
                measure={virtualizer.measureElement}
                onToggle={onToggle}
              />
            );
          })}
        </div>
      </Box>
      <Box role="status" sx={orderStyle}>
        {isOutOfOrder && (
          <ButtonBase onClick={() => onHold(false)}>{words('grid.heldOrder')}</ButtonBase>
        )}
      </Box>
    </>
  );
}
