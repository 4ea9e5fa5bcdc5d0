import type { Cause } from '../../core/diagnosis/finding.ts';
import type { Row } from '../../core/flux/row.ts';
import { isAtRest } from '../../core/flux/state.ts';
import { refKey } from '../../core/kubernetes/ref.ts';
import { Say } from '../parts/Say.tsx';
import { CauseWords } from './CauseWords.tsx';
import { StateLine } from './StateLine.tsx';

/** Why a row is not well, on one line of a list: what broke it, else what it says itself. */
export function CauseLine({ row, cause }: { row: Row; cause: Cause | undefined }) {
  // Who waits says for whom, and who is suspended by whom: what broke is a line elsewhere.
  const speaks = row.state === 'pending' || row.state === 'suspended';
  if (!cause || speaks) return <StateLine row={row} isPlain />;
  const words = <CauseWords cause={cause} cluster={row.cluster} isPlain />;
  const { kind, namespace, name } = cause.workload ?? cause.object;
  if (refKey(cause.object) === refKey(row.ref)) return words;
  const other = [kind, [namespace, name].filter(Boolean).join('/')].join(' ');
  const id = isAtRest(row.state) ? 'cause.unhealthy' : 'cause.other';
  return <Say id={id} params={{ other }} parts={{ words }} />;
}
