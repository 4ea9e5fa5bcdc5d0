/** What stands for a value that must not be shown, or that cannot be known: the form that every part agrees on. */
export type Masked = { state: 'masked'; digest: string } | { state: 'unknown'; why: string };

export function maskedValue(digest: string): string {
  return `lumen:masked:${digest}`;
}

/** A value that cannot be compared. `digest`, of what stands there instead, lets a change of that be noticed. */
export function unknownValue(why: string, digest?: string): string {
  return digest === undefined ? `lumen:unknown:${why}` : `lumen:unknown:${why}:${digest}`;
}

export function readMasked(value: unknown): Masked | undefined {
  if (typeof value !== 'string' || !value.startsWith('lumen:')) return undefined;
  const masked = /^lumen:masked:([0-9a-f]{32})$/.exec(value)?.[1];
  if (masked !== undefined) return { state: 'masked', digest: masked };
  const why = /^lumen:unknown:([\w -]*)(?::[0-9a-f]{32})?$/.exec(value)?.[1];
  return why === undefined ? undefined : { state: 'unknown', why };
}

const tokens = /lumen:(?:masked:([0-9a-f]{8})[0-9a-f]{24}|unknown:[\w -]*(?::[0-9a-f]{32})?)/g;

/**
 * Whether two values that differ can be said to differ: not where one is unknown, where other keys made the digests
 * (the first eight digits name the key), or where nothing but such pieces differs in a text.
 */
export function isComparable(left: unknown, right: unknown): boolean {
  if (readMasked(left)?.state === 'unknown' || readMasked(right)?.state === 'unknown') return false;
  if (typeof left !== 'string' || typeof right !== 'string') return true;
  if (!left.includes('lumen:') || !right.includes('lumen:')) return true;
  if (left.replace(tokens, '') !== right.replace(tokens, '')) return true;
  const keys = (text: string) => [...text.matchAll(tokens)].map(([, key]) => key);
  const [ours, theirs] = [keys(left), keys(right)];
  // Undefined is the key of an unknown piece.
  return ours.every((key, index) => key !== undefined && key === theirs[index]);
}
