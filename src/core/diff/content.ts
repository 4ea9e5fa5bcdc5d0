/** Deeper than this, a value is compared as a whole and never written out. */
export const maxDepth = 64;

type Pair = readonly [unknown, unknown];

/** Deep equality, of any depth: an explicit stack, since hostile values nest deeper than a call stack. */
export function isEqual(left: unknown, right: unknown): boolean {
  const stack: Pair[] = [[left, right]];
  for (let pair = stack.pop(); pair !== undefined; pair = stack.pop()) {
    const [a, b] = pair;
    if (a === b) continue;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    if (Array.isArray(a) !== Array.isArray(b)) return false;
    const [keys, others] = [Object.keys(a), Object.keys(b)];
    if (keys.length !== others.length) return false;
    for (const key of keys) {
      if (!Object.hasOwn(b, key)) return false;
      stack.push([Reflect.get(a, key), Reflect.get(b, key)]);
    }
  }
  return true;
}

/** A text that equal values share, whatever the order of their keys. What lies too deep is left out of it. */
export function contentKey(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (depth >= maxDepth) return '"…"';
  if (Array.isArray(value)) return `[${value.map(item => contentKey(item, depth + 1)).join()}]`;
  const parts = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, child]) => `${JSON.stringify(key)}:${contentKey(child, depth + 1)}`);
  return `{${parts.join()}}`;
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
