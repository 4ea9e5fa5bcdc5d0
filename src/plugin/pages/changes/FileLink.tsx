import type { ChangesHead } from '../../../protocol/changes.ts';
import type { Entry } from '../../worker/entry.ts';
import { SourceFile } from '../SourceFile.tsx';

/** Which file renders the object, on the side where it is. */
export function FileLink({
  entry,
  head,
  cluster,
}: {
  entry: Entry;
  head: ChangesHead;
  cluster: string;
}) {
  const [kind = '', namespace = '', name = ''] = head.source.split('/');
  const isGone = entry.change === 'deleted';
  const file = isGone ? entry.leftFile ?? entry.file : entry.file;
  if (!file) return null;
  const { revision } = isGone ? head.from : head.to;
  return <SourceFile source={{ kind, namespace, name }} {...{ cluster, revision, file }} />;
}
