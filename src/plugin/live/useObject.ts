import { useMemo, useRef } from 'react';
import type { FluxKindName } from '../../core/flux/kinds.ts';
import { everywhere } from './clusterStore.ts';
import { useStore } from './useStores.ts';
import type { FluxEntry, ObjectView } from './views.ts';

/** One object, whatever the namespace filter says. It stays, marked as deleted, when it goes. */
export function useObject(
  cluster: string,
  kind: FluxKindName,
  namespace: string,
  name: string
): ObjectView {
  const found = useStore(cluster, store => store.find(kind, namespace, name));
  const { phase, version } = useStore(cluster, store => store.view(kind, everywhere));
  const place = `${cluster} ${kind} ${namespace} ${name}`;
  const last = useRef<{ place: string; entry: FluxEntry }>();
  if (found) last.current = { place, entry: found };
  const gone = !found && last.current?.place === place ? last.current.entry : undefined;
  return useMemo(
    () => ({ entry: found ?? gone, isDeleted: gone !== undefined, phase, version }),
    [found, gone, phase, version]
  );
}
