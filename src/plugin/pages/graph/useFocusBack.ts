import { type RefObject, useEffect, useRef } from 'react';

/** Whoever was in the panel when it closed goes on at the box or the row that is the Tab stop. */
export function useFocusBack(around: RefObject<HTMLElement>, chosen: string | undefined): void {
  const before = useRef(chosen);
  useEffect(() => {
    const isClosed = before.current !== undefined && chosen === undefined;
    before.current = chosen;
    if (!isClosed || document.activeElement !== document.body) return;
    const stop = '[data-box][tabindex="0"], [role="row"][tabindex="0"]';
    around.current?.querySelector<HTMLElement>(stop)?.focus({ preventScroll: true });
  }, [around, chosen]);
}
