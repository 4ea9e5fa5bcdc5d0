import type { FluxKindName } from '../../core/flux/kinds.ts';
import {
  chooseVersions,
  fluxGroupVersions,
  servedOfAggregated,
  servedOfGroupVersion,
} from '../../core/flux/servedKinds.ts';
import { ApiError } from '../../node/kubernetes/apiError.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';

const aggregated =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';

/** The newest version of each Flux kind that the cluster serves and that Lumen understands. */
export async function discoverVersions(
  client: KubernetesClient,
  signal: AbortSignal
): Promise<ReadonlyMap<FluxKindName, string>> {
  const headers = { Accept: aggregated };
  const answer = await client.request<unknown>({ path: '/apis', headers, signal });
  const served = servedOfAggregated(answer);
  if (served) return chooseVersions(served);
  const lists = await Promise.all(
    fluxGroupVersions(answer).map(groupVersion =>
      client
        .request<unknown>({ path: `/apis/${groupVersion}`, signal })
        .then(servedOfGroupVersion, (error: unknown) => {
          // Listed but not served any more: its kinds are absent, the others are not.
          if (error instanceof ApiError && error.status === 404) return [];
          throw error;
        })
    )
  );
  return chooseVersions(new Set(lists.flat()));
}
