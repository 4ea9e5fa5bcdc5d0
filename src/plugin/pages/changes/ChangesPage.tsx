import { Box } from '@mui/material';
import { useClusters } from '../../live/useClusters.ts';
import type { ChangesQuery } from '../../parts/changesPath.ts';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { useWords } from '../../parts/Say.tsx';
import { PageTitle } from '../../parts/Section.tsx';
import { FluxPage } from '../FluxPage.tsx';
import { ChangesView } from './ChangesView.tsx';
import { MovedOn } from './MovedOn.tsx';
import { NothingAsked, NoWorker, Refused } from './NoChanges.tsx';
import { Sides } from './Sides.tsx';
import { toSubject } from './subject.ts';
import { useChanges } from './useChanges.ts';
import { type ChangesSearch, useChangesSearch } from './useChangesSearch.ts';

/** What changed between two revisions, or what the next one would change. */
export function ChangesPage() {
  const [cluster = ''] = useClusters();
  return (
    <FluxPage cluster={cluster}>
      <Content cluster={cluster} />
    </FluxPage>
  );
}

function Content({ cluster }: { cluster: string }) {
  const [search, set] = useChangesSearch();
  const { query } = search;
  if (!query) return <NothingAsked />;
  return <Asked {...{ cluster, query, search, set }} />;
}

function Asked({
  cluster,
  query,
  search,
  set,
}: {
  cluster: string;
  query: ChangesQuery;
  search: ChangesSearch;
  set: ReturnType<typeof useChangesSearch>[1];
}) {
  const words = useWords();
  const { state, cancel, again } = useChanges(cluster, query);
  const subject = toSubject(query.of);
  const isPending = query.to === 'newest';
  const title = words(isPending ? 'changes.title.pending' : 'changes.title');
  return (
    <>
      <PageTitle
        title={
          <Box component="span" sx={{ display: 'inline-flex', flexWrap: 'wrap', gap: 1 }}>
            {subject && (
              <>
                <Box component="span" sx={{ fontSize: '0.875rem', alignSelf: 'center' }}>
                  <ObjectLink cluster={cluster} to={subject} kind="word" showNamespace={false} />
                </Box>
                <Box component="span" aria-hidden sx={{ color: 'text.secondary' }}>
                  /
                </Box>
              </>
            )}
            {title}
          </Box>
        }
      />
      {state.head && <Sides head={state.head} />}
      {state.head && <MovedOn {...{ cluster, query }} head={state.head} onAgain={again} />}
      {state.phase === 'noWorker' && <NoWorker {...query} />}
      {state.phase === 'refused' && state.refusal && (
        <Refused refusal={state.refusal} cluster={cluster} onAgain={again} />
      )}
      {state.phase !== 'noWorker' && state.phase !== 'refused' && (
        <ChangesView {...{ state, search, set, cluster }} onCancel={cancel} onAgain={again} />
      )}
    </>
  );
}
