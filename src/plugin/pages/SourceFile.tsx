import type { FluxKindName } from '../../core/flux/kinds.ts';
import { parseRevision } from '../../core/flux/revision.ts';
import type { ObjectRef } from '../../core/kubernetes/ref.ts';
import { useForge } from '../live/useForge.ts';
import { useObject } from '../live/useObject.ts';
import { OutLink } from '../parts/OutLink.tsx';
import { useWords } from '../parts/Say.tsx';

/** A file of a source at one revision; a link where the forge is known. */
export function SourceFile({
  cluster,
  source: { kind, namespace, name },
  revision = '',
  file,
  text = file,
}: {
  cluster: string;
  source: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>;
  revision?: string;
  /** From the root of the source. */
  file: string;
  /** As somebody else wrote it. */
  text?: string;
}) {
  const words = useWords();
  const source = useObject(cluster, kind as FluxKindName, namespace, name).entry?.object;
  const forge = useForge(cluster, source);
  const { hash } = parseRevision(revision);
  const href = hash && forge.file({ hash, file });
  if (!href) return <span title={words('changes.file')}>{text}</span>;
  return <OutLink href={href}>{text}</OutLink>;
}
