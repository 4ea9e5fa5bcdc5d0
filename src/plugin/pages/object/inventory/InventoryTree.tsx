import { Box } from '@mui/material';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { ObjectRef } from '../../../../core/kubernetes/ref.ts';
import { useStore } from '../../../live/useStores.ts';
import { rangeWith, rowAfter, useActiveRow, useRowFocus } from '../../../parts/activeRow.ts';
import { useGridPlace } from '../../../parts/gridPlace.ts';
import { HeldOrder, holding } from '../../../parts/HeldOrder.tsx';
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
  opened,
  cluster,
  isOutOfOrder,
  onToggle,
  onHold,
}: {
  rows: readonly InventoryRow[];
  /** The key of the row that a person opened last: whoever comes by a link sees it. */
  opened: string | undefined;
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
  const [active, setActive] = useActiveRow(rows);

  const keyOf = useMemo(() => (index: number) => rows[index]?.key ?? index, [rows]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: index => heightOf(rows[index], isNarrow),
    getItemKey: keyOf,
    scrollMargin: margin,
    overscan: 6,
    rangeExtractor: rangeWith(active),
    scrollPaddingStart: 16,
    scrollPaddingEnd: 56,
  });
  // Heights by row are only asked for once: another width has others.
  useLayoutEffect(() => virtualizer.measure(), [isNarrow, virtualizer]);

  const { hadFocus, wantsFocus } = useRowFocus(body);
  const go = useCallback(
    (index: number) => {
      const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
      if (!row) return;
      setActive(row.key);
      virtualizer.scrollToIndex(rows.indexOf(row));
      wantsFocus.current = true;
    },
    [rows, virtualizer, setActive, wantsFocus]
  );

  /** From link to button within a row; -1 is the row itself. Answers whether there was somewhere to go. */
  function goWithin(line: HTMLElement, by: 1 | -1): boolean {
    const stops = [...line.querySelectorAll<HTMLElement>('a, button')];
    const at = stops.indexOf(document.activeElement as HTMLElement) + by;
    if (at < -1 || at >= stops.length) return false;
    (stops[at] ?? line).focus();
    return true;
  }

  // Once, as soon as it is there: what is below a workload has to be read first.
  const [sought, setSought] = useState(opened);
  useEffect(() => {
    const index = sought === undefined ? -1 : rows.findIndex(({ key }) => key === sought);
    if (index < 0 || width === 0) return;
    setSought(undefined);
    setActive(rows[index]?.key);
    virtualizer.scrollToIndex(index, { align: 'center' });
  }, [sought, rows, width, virtualizer, setActive]);

  function onKeyDown(event: KeyboardEvent): void {
    if (isTyping(event)) return;
    const row = rows[active];
    const target = event.target as HTMLElement;
    const line = target.closest<HTMLElement>('[role="row"]');
    if (!row || !line) return;
    const isOnRow = target === line;
    const page = Math.max(1, Math.floor((scroller?.clientHeight ?? 400) / heights.line) - 3);
    const moves: Record<string, () => void> = {
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
    const index = rowAfter(event.key, { active, page, last: rows.length - 1 });
    const move = index === undefined ? moves[event.key] : () => go(index);
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
        {...holding(onHold, hadFocus)}
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
      <HeldOrder isOutOfOrder={isOutOfOrder} onRelease={() => onHold(false)} />
    </>
  );
}
