import { fluxFinalizer } from '../../core/flux/markers.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { ApiError } from '../../node/kubernetes/apiError.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';

/** Adds or removes Flux's finalizer. The resourceVersion makes a change by someone else meanwhile a conflict. */
export async function setFinalizer(
  object: KubernetesObject,
  isWanted: boolean,
  { client, path, manager }: { client: KubernetesClient; path: string; manager: string }
): Promise<void> {
  const { finalizers = [], resourceVersion } = object.metadata;
  if (finalizers.includes(fluxFinalizer) === isWanted) return;
  const others = finalizers.filter(name => name !== fluxFinalizer);
  try {
    await client.request({
      method: 'PATCH',
      path,
      query: { fieldManager: manager },
      contentType: 'application/merge-patch+json',
      body: {
        metadata: {
          finalizers: isWanted ? [...others, fluxFinalizer] : others,
          resourceVersion,
        },
      },
    });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return;
    throw error;
  }
}
