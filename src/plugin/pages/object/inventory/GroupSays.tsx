import type { AppliedVerdict } from '../../../../core/flux/applied.ts';
import { dot } from '../../../parts/dot.ts';
import { useWords } from '../../../parts/Say.tsx';

const order = ['unhealthy', 'progressing', 'healthy', 'notChecked'] as const;

/** How the objects of a kind are, counted: only what there is. */
export function GroupSays({
  counts,
}: {
  counts: Readonly<Record<AppliedVerdict['verdict'], number>>;
}) {
  const words = useWords();
  const said = order.filter(verdict => counts[verdict] > 0);
  return (
    <>{said.map(each => words(`inventory.count.${each}`, { count: counts[each] })).join(dot)}</>
  );
}
