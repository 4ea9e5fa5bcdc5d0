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

/** Whether both are masked, with two keys (the first eight digits name it): nobody can tell whether they are equal. */
export function areOfTwoKeys(left: unknown, right: unknown): boolean {
  const [a, b] = [readMasked(left), readMasked(right)];
  if (a?.state !== 'masked' || b?.state !== 'masked') return false;
  return a.digest.slice(0, 8) !== b.digest.slice(0, 8);
}
