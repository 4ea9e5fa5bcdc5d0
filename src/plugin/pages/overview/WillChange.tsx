import { behindBySource } from '../../../core/flux/revisionSource.ts';
import type { Row } from '../../../core/flux/row.ts';
import { type ObjectRef, refText } from '../../../core/kubernetes/ref.ts';
import { useTellsChanges } from '../../live/useInfo.ts';
import { changesPath } from '../../parts/changesPath.ts';
import { useWords } from '../../parts/Say.tsx';
import { TextLink } from '../../parts/TextLink.tsx';

/** More sources with something pending are in the list. */
const shownAtMost = 3;

function OfSource({
  cluster,
  source,
  isNamed,
}: {
  cluster: string;
  source: ObjectRef;
  isNamed: boolean;
}) {
  const words = useWords();
  if (!useTellsChanges(cluster)) return null;
  const to = changesPath(cluster, { of: refText(source), from: 'applied', to: 'newest' });
  const name = words('overview.will.of', { source: source.name });
  return (
    <li>
      <TextLink to={to} label={isNamed ? undefined : name}>
        {isNamed ? name : words('overview.will')}
      </TextLink>
    </li>
  );
}

/** Items of a list: the way to what will change in everything that is behind a source, where the sidecar tells. */
export function WillChange({ rows }: { rows: readonly Row[] }) {
  const groups = behindBySource(rows);
  return (
    <>
      {groups.slice(0, shownAtMost).map(({ source, rows: [first] }) => (
        <OfSource
          key={`${first?.cluster} ${refText(source)}`}
          cluster={first?.cluster ?? ''}
          source={source}
          isNamed={groups.length > 1}
        />
      ))}
    </>
  );
}
