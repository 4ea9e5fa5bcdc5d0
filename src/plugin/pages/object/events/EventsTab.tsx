import { Box } from '@mui/material';
import { useMemo, useState } from 'react';
import type { InformerPhase } from '../../../../core/kubernetes/informerPhase.ts';
import type { KubernetesObject } from '../../../../core/kubernetes/object.ts';
import { refText } from '../../../../core/kubernetes/ref.ts';
import type { ObjectsQuery } from '../../../live/views.ts';
import { FacetChip } from '../../../parts/FacetChip.tsx';
import { PageNote } from '../../../parts/PageNote.tsx';
import { LoadingRows, PageNotice } from '../../../parts/PageStates.tsx';
import { Say, useWords } from '../../../parts/Say.tsx';
import { TextButton } from '../../../parts/TextButton.tsx';
import { useTabSearch } from '../useTabSearch.ts';
import { eventFacets, isOf, objectOfFacet } from './eventFacet.ts';
import { EventLines } from './EventLines.tsx';
import { toEventScope } from './eventScope.ts';
import { useEvents } from './useEvents.tsx';

const shownAtFirst = 100;

/**
 * What was said of the object, of its source and of what it applied. Kubernetes forgets events after about an hour,
 * and the page says so.
 */
export function EventsTab({ object, cluster }: { object: KubernetesObject; cluster: string }) {
  const words = useWords();
  const [shown, show] = useTabSearch('events');
  const [isWhole, setWhole] = useState(false);
  const scope = useMemo(() => toEventScope(object), [object]);
  const { views, readers } = useEvents(cluster, scope.queries);
  const all = useMemo(
    () => scope.choose(views.flatMap(({ view }) => view.objects)),
    [scope, views]
  );
  const only = objectOfFacet(shown);
  const isShown = only ? isOf(only) : eventFacets[shown ?? ''];
  const events = isShown ? all.filter(isShown) : all;
  const first = isWhole ? events : events.slice(0, shownAtFirst);
  const isLoading = views.some(({ view }) => view.phase.name === 'loading');
  const chips = Object.entries(eventFacets).filter(
    ([name, has]) => all.some(has) || name === shown
  );
  return (
    <>
      {readers}
      {views.map(({ query, view }) => (
        <Unread key={JSON.stringify(query)} query={query} phase={view.phase} />
      ))}
      {all.length > 0 && (
        <Box
          role="group"
          aria-label={words('events.filter')}
          sx={{ display: 'flex', gap: 0.75, flexWrap: 'wrap', mb: 1.5 }}
        >
          <FacetChip isOn={!isShown} onClick={() => show(undefined)}>
            {words('facets.all', { count: all.length })}
          </FacetChip>
          {only && (
            <FacetChip isOn onClick={() => show(undefined)}>
              {words('events.of.object', { object: refText(only), count: events.length })}
            </FacetChip>
          )}
          {chips.map(([name, has]) => (
            <FacetChip
              key={name}
              isOn={shown === name}
              onClick={() => show(shown === name ? undefined : name)}
            >
              {words(`events.of.${name}`, { count: all.filter(has).length })}
            </FacetChip>
          ))}
        </Box>
      )}
      {first.length > 0 && <EventLines events={first} cluster={cluster} />}
      {first.length < events.length && (
        <Box sx={{ py: 1.5 }}>
          <TextButton onClick={() => setWhole(true)}>
            {words('events.more', { count: events.length - first.length })}
          </TextButton>
        </Box>
      )}
      {isLoading && <LoadingRows rows={3} />}
      {!isLoading && events.length === 0 && (
        <PageNote title={<Say id="events.none" />}>
          <Say id="events.none.why" />
        </PageNote>
      )}
      {!isLoading && events.length > 0 && (
        <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem', mt: 1.5 }}>
          <Say id="events.reach" />
        </Box>
      )}
    </>
  );
}

/** What could not be read: the rest stays, and is not the whole. */
function Unread({ query, phase }: { query: ObjectsQuery; phase: InformerPhase }) {
  const { namespace } = query;
  const where = namespace ? '' : '.everywhere';
  if (phase.name === 'forbidden') {
    return (
      <PageNotice>
        <Say id={`events.forbidden${where}`} params={{ verb: phase.verb, namespace }} />
      </PageNotice>
    );
  }
  if (phase.name === 'failed' || phase.name === 'stale') {
    return (
      <PageNotice>
        <Say id={`events.${phase.name}${where}`} params={{ namespace, said: phase.why.message }} />
      </PageNotice>
    );
  }
  return null;
}
