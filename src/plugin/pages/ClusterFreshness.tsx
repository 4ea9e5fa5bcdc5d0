import type { InformerPhase } from '../../core/kubernetes/informerPhase.ts';
import { useFreshness } from '../live/useFreshness.ts';
import type { Freshness } from '../live/views.ts';
import { FreshnessMark, type FreshnessState } from '../parts/Freshness.tsx';

const iso = (time: number) => new Date(time).toISOString();

function toState({ isLive, phase, heardAt }: Freshness): FreshnessState {
  if (isLive) return { state: 'live' };
  const since = heardAt ? iso(heardAt) : undefined;
  return ofPhase(phase, since);
}

function ofPhase(phase: InformerPhase, since: string | undefined): FreshnessState {
  switch (phase.name) {
    case 'stale':
      return { state: 'stale', since: iso(phase.since), why: phase.why.message };
    case 'failed':
      return since
        ? { state: 'stale', since, why: phase.why.message }
        : { state: 'failed', why: phase.why.message };
    case 'forbidden':
      return { state: 'forbidden', verb: phase.verb };
    case 'loading':
      return { state: 'connecting' };
    default:
      return { state: 'live' };
  }
}

function OfCluster({ cluster, isNamed }: { cluster: string; isNamed: boolean }) {
  return (
    <FreshnessMark of={toState(useFreshness(cluster))} cluster={isNamed ? cluster : undefined} />
  );
}

/** Whether the page is live, for each cluster that it shows. */
export function ClusterFreshness({ clusters }: { clusters: readonly string[] }) {
  return (
    <>
      {clusters.map(cluster => (
        <OfCluster key={cluster} cluster={cluster} isNamed={clusters.length > 1} />
      ))}
    </>
  );
}
