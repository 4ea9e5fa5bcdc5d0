import { list, record, text } from '../../core/kubernetes/object.ts';
import { type HistoryAnswer, historyRoute, type HistoryRow } from '../../protocol/history.ts';
import { withQuery } from '../headlamp/connection.ts';

/** As many rows as one answer brings. */
const historyPage = 20;

export function historyPath(of: string, before?: string): string {
  return withQuery(historyRoute, { of, limit: String(historyPage), before });
}

/** Without rows that cannot be shown: a newer sidecar may send what this plugin does not know. */
export function readHistory(body: unknown): HistoryAnswer | undefined {
  const { rows } = record(body);
  if (!Array.isArray(rows)) return undefined;
  const readable = list(rows).filter(each => {
    const { revision, seenAt } = record(each);
    return text(revision) !== undefined && typeof seenAt === 'number';
  });
  return { ...(body as HistoryAnswer), rows: readable as HistoryRow[] };
}

const keyOf = ({ revision, seenAt }: HistoryRow) => `${seenAt} ${revision}`;

/**
 * The newest rows and the older ones that were read before them, each once. Without a row that both hold nobody
 * knows what lies between: then only the newest are shown.
 */
export function joinPages(
  newest: readonly HistoryRow[],
  older: readonly HistoryRow[]
): readonly HistoryRow[] {
  const known = new Set(newest.map(keyOf));
  const rest = older.filter(row => !known.has(keyOf(row)));
  if (rest.length === 0 || rest.length === older.length) return newest;
  return [...newest, ...rest].sort((a, b) => b.seenAt - a.seenAt);
}

/** Of a revision, the one that the source served before; undefined where the rows do not tell. */
export function previousOf(rows: readonly HistoryRow[], revision: string): string | undefined {
  const at = rows.findIndex(row => row.revision === revision);
  return at < 0 ? undefined : rows[at + 1]?.revision;
}
