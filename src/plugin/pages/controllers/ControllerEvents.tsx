import { useMemo } from 'react';
import type { DiagnosisWorld } from '../../../core/diagnosis/world.ts';
import type { Controller } from '../../../core/flux/controllers.ts';
import { toEventGroups } from '../../../core/kubernetes/events.ts';
import { toRef } from '../../../core/kubernetes/ref.ts';
import { useWords } from '../../parts/Say.tsx';
import { Section } from '../../parts/Section.tsx';
import { EventLines } from '../object/events/EventLines.tsx';

/** The newest: each Pod that ever failed is a line, and the rest is on its own page. */
const shownAtMost = 10;
const kinds = new Set(['Deployment', 'ReplicaSet', 'Pod', 'Lease']);

/** Warnings about the controllers' Deployments and Pods, as far as the diagnosis has read any. */
export function ControllerEvents({
  cluster,
  controllers,
  world,
  stamp,
}: {
  cluster: string;
  controllers: readonly Controller[];
  world: DiagnosisWorld;
  stamp: number;
}) {
  const words = useWords();
  const events = useMemo(() => {
    const isTheirs = (namespace: string, name: string) =>
      controllers.some(
        ({ ref }) =>
          ref.namespace === namespace && (name === ref.name || name.startsWith(`${ref.name}-`))
      );
    const found = [...world.graph.objects()].flatMap(object => {
      const ref = toRef(object);
      if (!kinds.has(ref.kind) || !isTheirs(ref.namespace, ref.name)) return [];
      return [...(world.eventsOf?.(ref) ?? [])];
    });
    return toEventGroups(found).slice(0, shownAtMost);
  }, [controllers, world, stamp]);
  if (events.length === 0) return null;
  return (
    <Section title={words('controllers.events')}>
      <EventLines events={events} cluster={cluster} />
    </Section>
  );
}
