import { Box } from '@mui/material';
import { Fragment, useMemo } from 'react';
import { outcomesSince } from '../../../core/flux/outcomes.ts';
import type { Row } from '../../../core/flux/row.ts';
import { useTicking } from '../../parts/clock.tsx';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { Say, useWords } from '../../parts/Say.tsx';

const day = 24 * 60 * 60 * 1000;
/** More are in the lists. */
const namedAtMost = 5;

/** What was applied in the last day and who failed, by the histories that the objects keep themselves. */
export function LastDay({ rows }: { rows: readonly Row[] }) {
  const words = useWords();
  const from = useTicking(now => Math.floor((now - day) / 60_000) * 60_000);
  const { applied, isMore, failed } = useMemo(() => outcomesSince(rows, from), [rows, from]);
  if (applied === 0 && failed.length === 0) return null;
  const hidden = failed.length - namedAtMost;
  const some = isMore ? 'overview.day.more' : 'overview.day';
  const id = applied === 0 ? 'overview.day.none' : some;
  return (
    // Within a sentence colour alone does not tell a link.
    <Box sx={{ mt: 1, '& a': { textDecoration: 'underline', textUnderlineOffset: 3 } }}>
      <span title={words('overview.day.how')}>
        <Say id={id} params={{ count: applied }} />
      </span>{' '}
      {failed.length > 0 && <Say id="overview.day.failed" />}
      {failed.slice(0, namedAtMost).map(({ key, cluster, ref }, at) => (
        <Fragment key={key}>
          {at > 0 ? ', ' : ' '}
          <ObjectLink cluster={cluster} to={ref} kind="none" showNamespace={false} />
        </Fragment>
      ))}
      {hidden > 0 && ' '}
      {hidden > 0 && <Say id="overview.victims.hidden" params={{ count: hidden }} />}
    </Box>
  );
}
