import type { StateName } from './state.ts';

/** What a list is narrowed to. Words must all occur; several values of one key are alternatives. */
export interface Filter {
  words: string[];
  keys: Record<FilterKey, string[]>;
}

const filterKeys = ['ns', 'state', 'source', 'kind', 'label', 'cluster', 'is'] as const;
export type FilterKey = (typeof filterKeys)[number];

/** What a filter looks at. Everything but the labels is compared in lower case. */
export interface Filterable {
  name: string;
  namespace: string;
  kind: string;
  cluster: string;
  state: StateName;
  isBehind: boolean;
  /** `namespace/name` of the source, '' where there is none. */
  source: string;
  labels: Record<string, string>;
  /** What free text looks at besides name and namespace: the message, the URL, the revision. */
  text: string;
}

/** Tokens apart by white space; quotes hold one together: `label:"a b"`. */
const token = /(?:[^\s"]+|"[^"]*")+/g;

export function parseFilter(query: string): Filter {
  const keys = Object.fromEntries(filterKeys.map(key => [key, []])) as unknown as Filter['keys'];
  const words: string[] = [];
  for (const [raw] of query.matchAll(token)) {
    const plain = raw.replaceAll('"', '');
    const colon = plain.indexOf(':');
    const key = filterKeys.find(known => known === plain.slice(0, colon).toLowerCase());
    const value = plain.slice(colon + 1);
    if (!key) words.push(plain.toLowerCase());
    else if (value) keys[key].push(key === 'label' ? value : value.toLowerCase());
  }
  return { words, keys };
}

function hasLabel(labels: Record<string, string>, wanted: string): boolean {
  const equals = wanted.indexOf('=');
  const key = equals < 0 ? wanted : wanted.slice(0, equals);
  const value = labels[key];
  return value !== undefined && (equals < 0 || value === wanted.slice(equals + 1));
}

/** `vendor` finds every source of that name, `flux-system/vendor` one, `gitrepository/…` by its kind too. */
function hasSource(source: string, wanted: string): boolean {
  return source === wanted || source.endsWith(`/${wanted}`);
}

export function matchesFilter(item: Filterable, { words, keys }: Filter): boolean {
  const any = (key: FilterKey, test: (value: string) => boolean) =>
    keys[key].length === 0 || keys[key].some(test);
  if (!any('state', value => item.state === value)) return false;
  if (!any('ns', value => item.namespace.toLowerCase() === value)) return false;
  if (!any('kind', value => item.kind.toLowerCase() === value)) return false;
  if (!any('cluster', value => item.cluster.toLowerCase() === value)) return false;
  if (!any('source', value => hasSource(item.source, value))) return false;
  if (!any('label', value => hasLabel(item.labels, value))) return false;
  if (!any('is', value => value === 'behind' && item.isBehind)) return false;
  if (words.length === 0) return true;
  const where = `${item.namespace}/${item.name} ${item.text}`.toLowerCase();
  return words.every(word => where.includes(word));
}

/** The query with one key replaced: what a facet chip does to the text in the search field. */
export function withFilterKey(query: string, key: FilterKey, values: readonly string[]): string {
  const others = [...query.matchAll(token)]
    .map(([raw]) => raw)
    .filter(raw => !raw.toLowerCase().startsWith(`${key}:`));
  const quoted = values.map(value => `${key}:${/\s/.test(value) ? `"${value}"` : value}`);
  return [...quoted, ...others].join(' ');
}
