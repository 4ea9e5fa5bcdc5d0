import { Box, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import type { HistoryRow } from '../../../core/flux/history.ts';
import { RevisionChip } from '../../parts/RevisionChip.tsx';
import { useWords } from '../../parts/Say.tsx';
import { StateMark } from '../../parts/StateMark.tsx';
import { Time } from '../../parts/Time.tsx';

const shapes = { succeeded: 'ready', failed: 'failing', other: 'unknown' } as const;

/** The outcomes that the object's status remembers: revision, outcome, when, how long, how often. */
export function HistoryTable({
  rows,
  isRelease,
}: {
  rows: readonly HistoryRow[];
  isRelease: boolean;
}) {
  const words = useWords();
  const columns = isRelease
    ? ['release', 'chart', 'outcome', 'made', 'last']
    : ['revision', 'outcome', 'last', 'duration', 'times'];
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <Table size="small" aria-label={words('history.title')}>
        <TableHead>
          <TableRow>
            {columns.map(column => (
              <TableCell key={column} sx={{ color: 'text.secondary', pl: 0 }}>
                {words(`history.${column}`)}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(row => (
            <TableRow key={row.key}>
              {columns.map(column => (
                <TableCell key={column} sx={{ pl: 0 }}>
                  <Cell column={column} row={row} />
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

/** What a Kustomization's controller calls them; Helm's own are words already. */
const outcomes: Readonly<Record<string, string>> = {
  ReconciliationSucceeded: 'revisions.applied',
  ReconciliationFailed: 'revisions.failed',
  HealthCheckFailed: 'history.unhealthy',
  PruneFailed: 'history.notPruned',
};

function Cell({ column, row }: { column: string; row: HistoryRow }) {
  const words = useWords();
  const said = outcomes[row.status];
  switch (column) {
    case 'release':
      return <>{row.number}</>;
    case 'revision':
    case 'chart':
      return row.revision ? <RevisionChip revision={row.revision} canCopy /> : null;
    case 'outcome':
      return (
        <Box component="span" sx={{ display: 'inline-flex', gap: 0.75, alignItems: 'center' }}>
          <StateMark state={shapes[row.outcome]} />
          <span title={row.status}>{said ? words(said) : row.status}</span>
        </Box>
      );
    case 'made':
      return <>{row.action}</>;
    case 'last':
      return row.last ? <Time at={row.last} /> : null;
    case 'duration':
      return <>{row.duration}</>;
    default:
      return <>{row.times}</>;
  }
}
