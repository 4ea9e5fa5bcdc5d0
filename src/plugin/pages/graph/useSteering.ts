import {
  type FocusEvent,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { Layout } from '../../../core/graph/layout.ts';

/** Which box of a graph is its one Tab stop: where the focus was last, else the first of `usual` that is drawn. */
export function useSteering(
  frame: RefObject<HTMLElement>,
  layout: Layout,
  usual: readonly (string | undefined)[]
): {
  active: string | undefined;
  focus: (id: string) => void;
  onFocus: (event: FocusEvent<HTMLElement>) => void;
} {
  const [focused, setFocused] = useState<string>();
  const active = [focused, ...usual].find(id => id !== undefined && layout.places.has(id));
  const wantsFocus = useRef(false);
  useLayoutEffect(() => {
    if (!wantsFocus.current || active === undefined) return;
    wantsFocus.current = false;
    const boxes = frame.current?.querySelectorAll<HTMLElement>('[data-box]') ?? [];
    // Whoever moves the focus also moves the view.
    [...boxes].find(box => box.dataset.box === active)?.focus({ preventScroll: true });
  });
  const focus = useCallback((id: string) => {
    wantsFocus.current = true;
    setFocused(id);
  }, []);
  const onFocus = useCallback((event: FocusEvent<HTMLElement>) => {
    setFocused(event.currentTarget.dataset.box);
  }, []);
  return { active, focus, onFocus };
}
