import { Box } from '@mui/material';
import { useInfo } from '../../live/useInfo.ts';
import { Say } from '../../parts/Say.tsx';
import { Moment } from '../../parts/Time.tsx';

/** How far back the sidecar's ledger goes, and what keeps it from going on. */
export function LedgerReach({ cluster, since }: { cluster: string; since: number | undefined }) {
  const info = useInfo(cluster);
  const ledger = info.state === 'known' ? info.value.ledger : undefined;
  const isWell = !ledger || ledger.state === 'ready';
  return (
    <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem', mt: 1.5 }}>
      {since !== undefined && (
        <Say id="revisions.reach" parts={{ time: <Moment at={new Date(since).toISOString()} /> }} />
      )}{' '}
      {!isWell && (
        <Say id={`sidecar.ledger.${ledger.state}`} params={{ problem: ledger.problem ?? '' }} />
      )}
    </Box>
  );
}
