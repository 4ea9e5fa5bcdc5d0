import type { FluxKindName } from '../../../core/flux/kinds.ts';
import { parseRevision } from '../../../core/flux/revision.ts';
import type { ChangesHead } from '../../../protocol/changes.ts';
import { useForge } from '../../live/useForge.ts';
import { useObject } from '../../live/useObject.ts';
import { OutLink } from '../../parts/OutLink.tsx';
import { useWords } from '../../parts/Say.tsx';
import type { Entry } from '../../worker/entry.ts';

/** Which file renders the object, on the side where it is; a link where the forge is known. */
export function FileLink({
  entry,
  head,
  cluster,
}: {
  entry: Entry;
  head: ChangesHead;
  cluster: string;
}) {
  const words = useWords();
  const [kind, namespace = '', name = ''] = head.source.split('/');
  const source = useObject(cluster, kind as FluxKindName, namespace, name).entry?.object;
  const forge = useForge(cluster, source);
  const isGone = entry.change === 'deleted';
  const file = isGone ? entry.leftFile ?? entry.file : entry.file;
  if (!file) return null;
  const { hash } = parseRevision(isGone ? head.from.revision : head.to.revision);
  const href = hash && forge.file({ hash, file });
  if (!href) return <span title={words('changes.file')}>{file}</span>;
  return <OutLink href={href}>{file}</OutLink>;
}
