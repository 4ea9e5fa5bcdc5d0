import { useEffect, useState } from 'react';
import { fluxKindOf } from '../../core/flux/kinds.ts';
import { fluxState } from '../../core/flux/state.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import { type ObjectRef, refKey } from '../../core/kubernetes/ref.ts';
import { ConnectionError } from '../headlamp/connection.ts';
import { createHostConnection } from '../headlamp/hostConnection.ts';

export type OnceView =
  | { state: 'loading' }
  | { state: 'read'; object: KubernetesObject }
  | { state: 'missing' }
  | { state: 'refused'; message: string };

/** Whoever asks for the same within this time is told the same. */
const validFor = 10_000;
const known = new Map<string, { at: number; view: Promise<OnceView> }>();

async function read(cluster: string, ref: ObjectRef): Promise<OnceView> {
  const kind = fluxKindOf(ref.group, ref.kind);
  const connection = createHostConnection(cluster);
  // Nothing is discovered on Headlamp's pages: an older Flux answers at an older version.
  for (const version of kind?.versions ?? []) {
    const path = resourcePath({ ...ref, version, plural: kind?.plural ?? '' });
    try {
      const { body } = await connection.read({ path });
      return { state: 'read', object: body as KubernetesObject };
    } catch (error) {
      const why = ConnectionError.whyOf(error);
      if (why.kind !== 'refused' || why.status !== 404) {
        return { state: 'refused', message: why.message };
      }
      // The API server names the object that it does not have; of a version that it does not serve it knows nothing.
      if (why.message.includes(`"${ref.name}"`)) break;
    }
  }
  return { state: 'missing' };
}

function readOnce(cluster: string, ref: ObjectRef): Promise<OnceView> {
  const key = `${cluster} ${refKey(ref)}`;
  const before = known.get(key);
  if (before && Date.now() - before.at < validFor) return before.view;
  const view = read(cluster, ref);
  known.set(key, { at: Date.now(), view });
  return view;
}

const loading: OnceView = { state: 'loading' };

/** How soon it is read again while it is on its way to somewhere. */
const lookAgainAfter = 15_000;

/**
 * One Flux object, for pages that are not Lumen's: read and not watched. It is read again when `stamp` is another one,
 * and as long as it is not settled.
 */
export function useOnce(cluster: string, ref: ObjectRef, stamp?: string): OnceView {
  const key = refKey(ref);
  const [answer, setAnswer] = useState<{ key: string; view: OnceView }>();
  useEffect(() => {
    let isCurrent = true;
    let timer: number | undefined;
    async function look() {
      const view = await readOnce(cluster, ref);
      if (!isCurrent) return;
      setAnswer({ key, view });
      const isMoving = view.state === 'read' && fluxState(view.object).name === 'progressing';
      if (isMoving) timer = window.setTimeout(() => void look(), lookAgainAfter);
    }
    void look();
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [cluster, key, stamp]);
  return answer?.key === key ? answer.view : loading;
}
