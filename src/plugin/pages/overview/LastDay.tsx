import { Box } from '@mui/material';
import { refText } from '../../../core/kubernetes/ref.ts';
import { useNewestHistory } from '../../live/sourceHistory.ts';
import { useTicking } from '../../parts/clock.tsx';
import { objectPath } from '../../parts/objectPath.ts';
import { Say, useWords } from '../../parts/Say.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import type { newestOf } from './NewestRevision.tsx';

const day = 24 * 60 * 60 * 1000;

/** What came in the last day, and what of it failed, as far as the sidecar's newest page tells; absent without it. */
export function LastDay({ cluster, source, revision }: NonNullable<ReturnType<typeof newestOf>>) {
  const words = useWords();
  const history = useNewestHistory(cluster, refText(source), revision);
  const from = useTicking(now => Math.floor((now - day) / 60_000) * 60_000);
  if (!history) return null;
  const rows = history.rows.filter(({ seenAt }) => seenAt >= from);
  if (rows.length === 0) return null;
  const failed = rows.filter(
    ({ outcome, failures = [] }) => outcome?.state === 'failed' || failures.length > 0
  ).length;
  // The whole page is of this day: there may be more on the next.
  const isMore = rows.length === history.rows.length && history.next !== undefined;
  const params = { count: rows.length, failed };
  const path = objectPath(cluster, source) ?? '';
  const link = (
    <TextLink to={`${path}?tab=changes`}>
      {words(isMore ? 'overview.day.revisions.more' : 'overview.day.revisions', params)}
    </TextLink>
  );
  const id = failed > 0 ? 'overview.day.failed' : 'overview.day';
  return (
    // Within a sentence colour alone does not tell a link.
    <Box component="span" sx={{ '& a': { textDecoration: 'underline', textUnderlineOffset: 3 } }}>
      <Say id={id} params={params} parts={{ revisions: link }} />
    </Box>
  );
}
