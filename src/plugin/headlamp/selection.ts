import { K8s } from '@kinvolk/headlamp-plugin/lib';
import { useMemo } from 'react';
import { useSelector } from 'react-redux';
import { record } from '../../core/kubernetes/object.ts';

/** The clusters of the address, the page's own first. The array changes only when they do. */
export function useSelectedClusters(): readonly string[] {
  const joined = K8s.useSelectedClusters().join('+');
  return useMemo(() => joined.split('+').filter(Boolean), [joined]);
}

/** All clusters that Headlamp knows, by name. */
export function useKnownClusters(): readonly string[] {
  const joined = Object.keys(K8s.useClustersConf() ?? {}).join('+');
  return useMemo(() => joined.split('+').filter(Boolean), [joined]);
}

const everything: ReadonlySet<string> = new Set();

/** The namespaces chosen in Headlamp's filter; empty means all. Not exported by the host: read from its store. */
export function useNamespaceFilter(): ReadonlySet<string> {
  const chosen: unknown = useSelector(state => record(record(state).filter).namespaces);
  return chosen instanceof Set && chosen.size > 0 ? (chosen as Set<string>) : everything;
}
