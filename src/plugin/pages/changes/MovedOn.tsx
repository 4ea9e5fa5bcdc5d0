import { isSameRevision } from '../../../core/flux/revision.ts';
import { record, text } from '../../../core/kubernetes/object.ts';
import type { ChangesHead } from '../../../protocol/changes.ts';
import { artifactRevision } from '../../live/revisions.ts';
import { useObject } from '../../live/useObject.ts';
import type { ChangesQuery } from '../../parts/changesPath.ts';
import { PageNotice } from '../../parts/PageStates.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { TextButton } from '../../parts/TextButton.tsx';
import { toSubject } from './subject.ts';

/** What is pending changes with every push and every apply: says so, and leaves the page as it was read. */
export function MovedOn({
  cluster,
  query,
  head,
  onAgain,
}: {
  cluster: string;
  query: ChangesQuery;
  head: ChangesHead;
  onAgain: () => void;
}) {
  const words = useWords();
  const newest = artifactRevision(useNamed(cluster, head.source));
  const applied = text(record(useNamed(cluster, query.of)?.status).lastAppliedRevision);
  const isNewer =
    query.to === 'newest' && newest !== undefined && !isSameRevision(newest, head.to.revision);
  const isApplied =
    query.from === 'applied' &&
    applied !== undefined &&
    !isSameRevision(applied, head.from.revision);
  if (!isNewer && !isApplied) return null;
  return (
    <PageNotice>
      <Say id={isNewer ? 'changes.movedOn.newer' : 'changes.movedOn.applied'} />{' '}
      <TextButton onClick={onAgain}>{words('changes.movedOn.again')}</TextButton>
    </PageNotice>
  );
}

const nothing = { kind: 'Kustomization', namespace: '', name: '' } as const;

/** The object that `KIND/NAMESPACE/NAME` names, as it is now. */
function useNamed(cluster: string, name: string) {
  const ref = toSubject(name);
  // A kind that Flux does not have is in no store: there is nothing to be found.
  const { kind, namespace, name: own } = ref ?? nothing;
  return useObject(cluster, kind, namespace, own).entry?.object;
}
