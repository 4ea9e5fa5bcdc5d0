import type { Controller } from '../../../core/flux/controllers.ts';
import type { Graph } from '../../../core/graph/graph.ts';
import { objectId } from '../../../core/graph/nodeId.ts';
import { record, text } from '../../../core/kubernetes/object.ts';
import { useTicking } from '../../parts/clock.tsx';
import { useWords } from '../../parts/Say.tsx';
import { Time } from '../../parts/Time.tsx';

/** When the controller's Lease was last renewed. That is news to nobody else, so it is looked at each second. */
export function Heartbeat({
  heartbeat,
  graph,
  seen,
}: Pick<Controller, 'heartbeat'> & { graph: Graph; seen: 'all' | 'reading' | 'none' }) {
  const words = useWords();
  const id = heartbeat && objectId(heartbeat.lease);
  const renewed = useTicking(() => {
    const lease = id === undefined ? undefined : graph.node(id)?.object;
    return text(record(lease?.spec).renewTime) ?? '';
  });
  if (!heartbeat && seen === 'reading') return <>{words('applied.reading')}</>;
  if (!heartbeat && seen === 'none') return <>{words('controllers.unseen')}</>;
  if (!heartbeat) return <>{words('controllers.heartbeat.none')}</>;
  if (!renewed) return <>{words('controllers.heartbeat.never')}</>;
  const by = heartbeat.holder?.replace(/_.*$/, '');
  return (
    <span title={by && words('controllers.heartbeat.by', { holder: by })}>
      <Time at={renewed} />
    </span>
  );
}
