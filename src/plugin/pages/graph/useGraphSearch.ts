import { useCallback, useMemo, useRef } from 'react';
import { useHistory, useLocation } from 'react-router-dom';
import type { Grouping } from '../../../core/graph/picture/folding.ts';
import { type LineName, lineNames } from '../../../core/graph/picture/line.ts';
import { toNodeId, toNodeText } from './nodeText.ts';

/** What a person has set on the graph, all of it in the address: it can be sent and bookmarked. */
export interface GraphSearch {
  /** The id of the node that all is about; undefined for the whole cluster. */
  of?: string;
  by: Grouping;
  lines: ReadonlySet<LineName>;
  /** Nodes and groups that are opened, by their ids. */
  opened: ReadonlySet<string>;
  /** What is searched for. */
  query: string;
  /** The node or group that the panel tells about. */
  chosen?: string;
  /** Undefined: whatever suits the screen. */
  view?: 'graph' | 'table';
}

export interface GraphSearchSetters {
  set(change: Partial<GraphSearch>): void;
}

/** One object has room for more than the whole cluster. */
const usual: readonly LineName[] = ['applies', 'dependsOn', 'source'];
const usualOfOne: readonly LineName[] = [...usual, 'values', 'images'];
const groupings: readonly Grouping[] = ['layer', 'namespace', 'owner'];

function usualLines(of: string | undefined): readonly LineName[] {
  return of === undefined ? usual : usualOfOne;
}

export function parseGraphSearch(search: string): GraphSearch {
  const params = new URLSearchParams(search);
  const of = toNodeId(params.get('of') ?? '');
  const by = groupings.find(name => name === params.get('by')) ?? 'layer';
  const asked = params.get('lines')?.split(',');
  const lines = asked ? lineNames.filter(name => asked.includes(name)) : usualLines(of);
  const view = (['graph', 'table'] as const).find(name => name === params.get('view'));
  return {
    of,
    by,
    lines: new Set(lines),
    opened: new Set(params.getAll('open').flatMap(text => toBoxId(text) ?? [])),
    query: params.get('q') ?? '',
    chosen: toBoxId(params.get('at') ?? ''),
    view,
  };
}

/** Groups have names of their own, with a space in them. */
function toBoxId(text: string): string | undefined {
  return text.includes(' ') ? text : toNodeId(text);
}

const toBoxText = (id: string) => (id.includes(' ') ? id : toNodeText(id));

export function toSearch(search: GraphSearch): string {
  const params = new URLSearchParams();
  const { of, by, lines, opened, query, chosen, view } = search;
  if (of !== undefined) params.set('of', toNodeText(of));
  if (by !== 'layer') params.set('by', by);
  const isUsual =
    usualLines(of).length === lines.size && usualLines(of).every(name => lines.has(name));
  if (!isUsual) params.set('lines', lineNames.filter(name => lines.has(name)).join(','));
  for (const id of opened) params.append('open', toBoxText(id));
  if (query) params.set('q', query);
  if (chosen !== undefined) params.set('at', toBoxText(chosen));
  if (view) params.set('view', view);
  return params.toString();
}

export function useGraphSearch(): GraphSearch & GraphSearchSetters {
  const history = useHistory();
  const { search } = useLocation();
  const set = useCallback(
    (change: Partial<GraphSearch>) => {
      const now = parseGraphSearch(history.location.search);
      const next = { ...now, ...change };
      // Another subject is another page, with the lines that are usual for it.
      const isOther = 'of' in change && change.of !== now.of;
      if (isOther) next.lines = new Set(usualLines(next.of));
      const to = { ...history.location, search: toSearch(next) };
      if (isOther) history.push(to);
      else history.replace(to);
    },
    [history]
  );
  const parsed = useMemo(() => parseGraphSearch(search), [search]);
  // The same choice is the same set: what is drawn from it is not drawn again.
  const lines = useSame(parsed.lines);
  const opened = useSame(parsed.opened);
  return useMemo(() => ({ ...parsed, lines, opened, set }), [parsed, lines, opened, set]);
}

function useSame<T extends string>(values: ReadonlySet<T>): ReadonlySet<T> {
  const last = useRef(values);
  const isSame =
    last.current.size === values.size && [...values].every(value => last.current.has(value));
  if (!isSame) last.current = values;
  return last.current;
}
