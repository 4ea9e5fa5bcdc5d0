import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import type { ForgePages } from '../../live/useForge.ts';
import { type PendingQuery, usePending } from '../../live/usePending.ts';
import { changesPath } from '../../parts/changesPath.ts';
import { PendingObjects } from '../../parts/PendingObjects.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { PendingCommits } from './PendingCommits.tsx';

function Block({ children }: { children: ReactNode }) {
  return (
    <Box
      component="section"
      sx={{ borderLeft: 3, borderColor: 'info.main', pl: 2, py: 0.5, mb: 2 }}
    >
      {children}
    </Box>
  );
}

/** What a Kustomization has not applied yet: the way to what it will change, and the commits that do. */
export function PendingOfKustomization({
  cluster,
  query,
  isSuspended,
  forge,
}: {
  cluster: string;
  query: PendingQuery;
  isSuspended: boolean;
  forge: ForgePages;
}) {
  const words = useWords();
  const { of } = query;
  const { log, objects } = usePending(cluster, query);
  const exact = log?.isComplete ? 'pending.behind' : 'pending.atLeast';
  const id = log?.count ? exact : 'pending.some';
  return (
    <Block>
      <TextLink to={changesPath(cluster, { of, from: 'applied', to: 'newest' })}>
        {words(id, { count: log?.count ?? 0 })}
      </TextLink>{' '}
      <Box component="span" sx={{ ml: 1, color: 'text.secondary', fontSize: '0.875rem' }}>
        <PendingObjects count={objects} />
      </Box>
      {isSuspended && (
        <Box sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>
          <Say id="pending.suspended" />
        </Box>
      )}
      <PendingCommits
        commits={log?.commits ?? []}
        linkOf={({ hash, link }) => forge.commit(hash) ?? link}
      />
    </Block>
  );
}

/** How many Kustomizations have not applied what the source serves, and the way to what it will change. */
export function PendingOfSource({
  cluster,
  of,
  count,
}: {
  cluster: string;
  of: string;
  count: number;
}) {
  const words = useWords();
  return (
    <Block>
      <TextLink to={changesPath(cluster, { of, from: 'applied', to: 'newest' })}>
        {words('pending.users', { count })}
      </TextLink>
    </Block>
  );
}
