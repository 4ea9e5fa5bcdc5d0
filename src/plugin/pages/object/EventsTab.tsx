import { useMemo } from 'react';
import { toEventLines } from '../../../core/kubernetes/events.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { useObjects } from '../../live/useObjects.ts';
import { PageNote } from '../../parts/PageNote.tsx';
import { Failed, Forbidden, LoadingRows } from '../../parts/PageStates.tsx';
import { Say } from '../../parts/Say.tsx';
import { EventLines } from './EventLines.tsx';

/** What controllers said about the object. Kubernetes forgets events after about an hour, and the page says so. */
export function EventsTab({ object, cluster }: { object: KubernetesObject; cluster: string }) {
  const { name, namespace = '' } = object.metadata;
  const { objects, phase } = useObjects(cluster, {
    group: '',
    version: 'v1',
    plural: 'events',
    namespace,
    fieldSelector: `involvedObject.kind=${object.kind},involvedObject.name=${name}`,
  });
  const events = useMemo(() => toEventLines(objects), [objects]);
  if (events.length > 0) return <EventLines events={events} cluster={cluster} />;
  switch (phase.name) {
    case 'loading':
      return <LoadingRows rows={3} />;
    case 'forbidden':
      return <Forbidden verb={phase.verb} resource="events" scope={namespace} cluster={cluster} />;
    case 'failed':
      return <Failed asked={`events of ${object.kind} ${name}`} answer={phase.why.message} />;
    default:
      return (
        <PageNote title={<Say id="events.none" />}>
          <Say id="events.none.why" />
        </PageNote>
      );
  }
}
