const first = [
  'apiVersion',
  'kind',
  'metadata',
  'name',
  'generateName',
  'namespace',
  'labels',
  'annotations',
  'image',
  'command',
  'args',
  'key',
  'value',
];
const rank = new Map([
  ...first.map((key, index) => [key, index - first.length] as const),
  ['status', 1] as const,
]);

/** Keys as people write manifests: what names a thing first, status last, the rest by the alphabet. */
export function orderKeys(keys: readonly string[]): string[] {
  const sorted = [...keys].sort();
  const of = (key: string) => rank.get(key) ?? 0;
  return sorted.some(key => rank.has(key)) ? sorted.sort((a, b) => of(a) - of(b)) : sorted;
}
