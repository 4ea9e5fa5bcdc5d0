import { Box } from '@mui/material';
import { parseRevision, shortRevision } from '../../../core/flux/revision.ts';
import type { HistoryRow } from '../../../protocol/history.ts';
import type { ForgePages } from '../../live/useForge.ts';
import { changesPath } from '../../parts/changesPath.ts';
import { Say, useWords } from '../../parts/Say.tsx';
import { TextButton } from '../../parts/TextButton.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { RevisionLine } from './RevisionLine.tsx';
import { usePicked } from './usePicked.ts';

/** Two chosen revisions, the older one first. */
function Compare({
  cluster,
  of,
  rows,
  picked,
  onClear,
}: {
  cluster: string;
  of: string;
  rows: readonly HistoryRow[];
  picked: readonly string[];
  onClear: () => void;
}) {
  const words = useWords();
  const [to, from] = rows.filter(row => picked.includes(row.revision)).map(row => row.revision);
  return (
    <Box
      aria-live="polite"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 2,
        minHeight: 44,
        color: 'text.secondary',
        fontSize: '0.875rem',
      }}
    >
      {to && from ? (
        <>
          <TextLink to={changesPath(cluster, { of, from, to })}>
            {words('revisions.compare', { from: shortRevision(from), to: shortRevision(to) })}
          </TextLink>
          <TextButton onClick={onClear}>{words('revisions.compare.clear')}</TextButton>
        </>
      ) : to ? (
        <Say id="revisions.compare.one" params={{ revision: shortRevision(to) }} />
      ) : (
        <Say id="revisions.compare.none" />
      )}
    </Box>
  );
}

/** The revisions that the sidecar saw, newest first, any two of them to be compared. */
export function RevisionList({
  cluster,
  of,
  rows,
  hasOlder,
  tried,
  forge,
}: {
  cluster: string;
  of: string;
  rows: readonly HistoryRow[];
  /** The row before the last one is not here, but there is one. */
  hasOlder: boolean;
  /** Revisions that are being applied, if any is. */
  tried: readonly (string | undefined)[];
  forge: ForgePages;
}) {
  const words = useWords();
  const { picked, pick } = usePicked();
  // A row tells what changed since the one before it, which the last one of a page has not got yet.
  const shown = hasOlder && rows.length > 1 ? rows.slice(0, -1) : rows;
  return (
    <>
      <Compare {...{ cluster, of, rows, picked }} onClear={() => pick([])} />
      <Box
        component="ul"
        aria-label={words('revisions.label')}
        sx={{ m: 0, p: 0, listStyle: 'none' }}
      >
        {shown.map((row, index) => {
          const { hash } = parseRevision(row.revision);
          const others = picked.filter(each => each !== row.revision);
          return (
            <RevisionLine
              key={`${row.seenAt} ${row.revision}`}
              {...{ cluster, of, row }}
              previous={rows[index + 1]?.revision}
              link={(hash && forge.commit(hash)) ?? row.commit?.link}
              isTried={tried.includes(row.revision)}
              isPicked={picked.includes(row.revision)}
              onPick={isPicked => pick(isPicked ? [...others, row.revision] : others)}
            />
          );
        })}
      </Box>
    </>
  );
}
