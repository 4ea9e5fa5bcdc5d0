import { useEffect, useRef, useSyncExternalStore } from 'react';
import { usePreferences } from './preferences.tsx';

/** Keys are dead where a person writes or chooses, and with a modifier held: those are the browser's. */
export function isTyping(event: KeyboardEvent | React.KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input, textarea, select, [role="dialog"]') !== null)
  );
}

interface Binding {
  keys: string;
  act: () => void;
}

/** What the page at hand answers to: the first that asked for a key has it. */
let bindings: readonly Binding[] = [];
const listeners = new Set<() => void>();

/** The first of two keys, and until when it waits for the second. */
let begun = { key: '', until: 0 };
/** Long enough for two fingers, too short to be forgotten. */
const patience = 1500;

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || isTyping(event)) return;
  const first = event.timeStamp < begun.until ? begun.key : '';
  begun = { key: '', until: 0 };
  // The second of two keys is never one of its own: `g d` is not `d`.
  const pressed = first ? `${first} ${event.key}` : event.key;
  const found = bindings.find(({ keys }) => keys === pressed);
  if (found) {
    event.preventDefault();
    found.act();
  } else if (!first && bindings.some(({ keys }) => keys.startsWith(`${event.key} `))) {
    begun = { key: event.key, until: event.timeStamp + patience };
  }
}

function setBindings(next: readonly Binding[]): void {
  if (bindings.length === 0) document.addEventListener('keydown', onKeyDown);
  bindings = next;
  if (bindings.length === 0) document.removeEventListener('keydown', onKeyDown);
  listeners.forEach(listener => listener());
}

/** Runs `act` when a key is pressed anywhere on the page, or one after another: `g o`. */
export function useShortcut(keys: string, act: () => void): void {
  const { hasShortcuts } = usePreferences();
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (!hasShortcuts) return undefined;
    const binding = { keys, act: () => latest.current() };
    setBindings([...bindings, binding]);
    return () => setBindings(bindings.filter(each => each !== binding));
  }, [keys, hasShortcuts]);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** The keys that do something where they are asked for. */
export function useBoundKeys(): ReadonlySet<string> {
  const bound = useSyncExternalStore(subscribe, () => bindings);
  return new Set(bound.map(({ keys }) => keys));
}
