import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual';
import { type MutableRefObject, type RefObject, useLayoutEffect, useRef, useState } from 'react';

/**
 * Which of the rows is their one Tab stop: the one that somebody was at last, by its key; where that went, whichever is
 * at its place now. -1 where there is none.
 */
export function useActiveRow(
  rows: readonly { key: string }[]
): [active: number, setActive: (key: string | undefined) => void] {
  const [activeKey, setActive] = useState<string>();
  const lastActive = useRef(0);
  const found = rows.findIndex(row => row.key === activeKey);
  const active = found >= 0 ? found : Math.min(lastActive.current, rows.length - 1);
  lastActive.current = Math.max(active, 0);
  return [active, setActive];
}

/** Of virtual rows those in sight; the row that holds the Tab stop exists wherever it is. */
export function rangeWith(active: number): (range: Range) => number[] {
  return range => {
    const seen = defaultRangeExtractor(range);
    return active < 0 || seen.includes(active) ? seen : [...seen, active].sort((a, b) => a - b);
  };
}

/**
 * Puts the focus on the active row where that is wanted, or where it would else be lost: what held it may be moved or
 * removed by the rows that follow, and it must not fall to the page.
 */
export function useRowFocus(list: RefObject<HTMLElement>): {
  hadFocus: boolean;
  /** Set before the row that is to have it is drawn. */
  wantsFocus: MutableRefObject<boolean>;
} {
  const hadFocus = list.current?.contains(document.activeElement) ?? false;
  const wantsFocus = useRef(false);
  useLayoutEffect(() => {
    const isLost = hadFocus && !list.current?.contains(document.activeElement);
    if (!wantsFocus.current && !isLost) return;
    const row = list.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]');
    if (!row) return;
    wantsFocus.current = false;
    row.focus({ preventScroll: true });
  });
  return { hadFocus, wantsFocus };
}

/** The row that a key leads to from the active one; undefined for keys that lead to none. */
export function rowAfter(
  key: string,
  { active, page, last }: { active: number; page: number; last: number }
): number | undefined {
  const moves: Record<string, number> = {
    ArrowDown: active + 1,
    j: active + 1,
    ArrowUp: active - 1,
    k: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: last,
  };
  const target = moves[key];
  return target === undefined ? undefined : Math.max(0, Math.min(last, target));
}
