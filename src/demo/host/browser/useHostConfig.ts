import { request } from '@kinvolk/headlamp-plugin/lib/lib/k8s/api/v1/clusterRequests';
import type { Cluster } from '@kinvolk/headlamp-plugin/lib/lib/k8s/cluster';
import { setConfig } from '@kinvolk/headlamp-plugin/lib/redux/configSlice';
import { useAppDispatch } from '@kinvolk/headlamp-plugin/lib/redux/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

interface HostConfig {
  clusters: Cluster[];
  isDynamicClusterEnabled: boolean;
  allowKubeconfigChanges: boolean;
}

/** Keeps the store's clusters as the server's /config names them. */
export default function useHostConfig(): void {
  const dispatch = useAppDispatch();
  // An answer equal to the last one keeps its identity, so the store changes only when the clusters do.
  const { data } = useQuery({
    queryKey: ['host-config'],
    refetchInterval: 10_000,
    queryFn: (): Promise<HostConfig> => request('/config', {}, false, false),
  });

  useEffect(() => {
    if (!data) return;
    const clusters = Object.fromEntries(data.clusters.map(cluster => [cluster.name, cluster]));
    dispatch(setConfig({ ...data, clusters }));
  }, [data, dispatch]);
}
