import { useEffect } from 'react';
import type { Found } from '../../../core/flux/applied.ts';
import type { InformerPhase } from '../../../core/kubernetes/informerPhase.ts';
import type { ObjectRef } from '../../../core/kubernetes/ref.ts';
import type { ServedResource } from '../../../core/kubernetes/servedResources.ts';
import type { Sentence } from '../../../core/sentence.ts';
import { useObjects } from '../../live/useObjects.ts';

/** Looks for one object by its name, as long as it is mounted, and tells what it found. */
export function ReadOne({
  cluster,
  place: { group, version, plural, isNamespaced },
  entry,
  of,
  onFound,
}: {
  cluster: string;
  place: ServedResource;
  entry: ObjectRef;
  /** The key under which to tell. */
  of: string;
  onFound: (key: string, found: Found | undefined) => void;
}) {
  const { objects, phase } = useObjects(cluster, {
    group,
    version,
    plural,
    namespace: entry.namespace,
    isClusterScoped: !isNamespaced,
    fieldSelector: `metadata.name=${entry.name}`,
  });
  const [object] = objects;
  useEffect(() => {
    onFound(of, toFound());
    function toFound(): Found {
      if (object || phase.name === 'live' || phase.name === 'stale') {
        return { looked: 'read', object };
      }
      if (phase.name === 'loading') return { looked: 'reading' };
      return { looked: 'unread', why: whyOf(phase, entry.kind) };
    }
  }, [onFound, of, object, phase, entry.kind]);
  useEffect(() => () => onFound(of, undefined), [onFound, of]);
  return null;
}

function whyOf(phase: InformerPhase, kind: string): Sentence {
  switch (phase.name) {
    case 'forbidden':
      return { id: 'applied.unread.forbidden', params: { verb: phase.verb, kind } };
    case 'failed':
      return { id: 'applied.unread.failed', params: { kind, said: phase.why.message } };
    default:
      return { id: 'applied.unread.absent', params: { kind } };
  }
}
