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
const rank = new Map(first.map((key, index) => [key, index - first.length] as const));

/** Keys as people write manifests: what names a thing first, status last, the rest by the alphabet. */
export function orderKeys(keys: Iterable<string>): string[] {
  const of = (key: string) => rank.get(key) ?? (key === 'status' ? 1 : 0);
  return [...keys].sort((a, b) => of(a) - of(b) || (a < b ? -1 : a > b ? 1 : 0));
}
