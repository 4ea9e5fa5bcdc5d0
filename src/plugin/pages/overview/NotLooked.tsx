import { Box } from '@mui/material';
import type { ClusterView } from '../../live/views.ts';
import { Say, useWords } from '../../parts/Say.tsx';

/** What the verdict does not speak of: kinds that could not be read, and what Flux applied. */
export function NotLooked({
  clusters,
  hasRows,
}: {
  clusters: readonly ClusterView[];
  hasRows: boolean;
}) {
  const words = useWords();
  const unread = clusters.flatMap(({ cluster, kinds }) => {
    const views = [...kinds.values()];
    const refused = views.filter(
      ({ phase }) => phase.name === 'forbidden' || phase.name === 'failed'
    );
    if (clusters.length > 1 && refused.length === views.length) return [cluster];
    const names = refused.map(({ kind }) => words(`kinds.${kind.kind}`));
    return clusters.length > 1 ? names.map(name => `${cluster}: ${name}`) : names;
  });
  if (!hasRows && unread.length === 0) return null;
  return (
    <Box component="p" sx={{ color: 'text.secondary', fontSize: '0.8125rem', mt: 1 }}>
      {unread.length > 0 && (
        <>
          <Say id="overview.notChecked.kind" params={{ kinds: unread.join(', ') }} />{' '}
        </>
      )}
      {hasRows && <Say id="overview.notChecked" />}
    </Box>
  );
}
