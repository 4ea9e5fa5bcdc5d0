import { Box } from '@mui/material';
import { groupAlike } from '../../../core/diagnosis/alike.ts';
import type { Cause } from '../../../core/diagnosis/finding.ts';
import { objectId } from '../../../core/graph/nodeId.ts';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { Say } from '../../parts/Say.tsx';
import { CauseWords } from '../CauseWords.tsx';

/** Worth knowing, and nothing is broken: one line each, with what to do about it. */
export function Notices({ notices, cluster }: { notices: readonly Cause[]; cluster: string }) {
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, fontSize: '0.875rem' }}>
      {groupAlike(notices).map(({ first, others }) => (
        <Box
          component="li"
          key={`${first.rule} ${objectId(first.object)}`}
          sx={{ py: 0.5, overflowWrap: 'anywhere' }}
        >
          {first.object.name && (
            <>
              <ObjectLink cluster={cluster} to={first.object} kind="word" />{' '}
            </>
          )}
          {others.length > 0 && (
            <Box component="span" sx={{ color: 'text.secondary' }}>
              <Say id="overview.notices.more" params={{ count: others.length }} />{' '}
            </Box>
          )}
          <CauseWords cause={first} cluster={cluster} isPlain />
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {'. '}
            <Say {...first.remedy} />
          </Box>
        </Box>
      ))}
    </Box>
  );
}
