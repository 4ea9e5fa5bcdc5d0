import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { record } from '../../core/kubernetes/object.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import { ApiError } from '../../node/kubernetes/apiError.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';

/** A ConfigMap or Secret that `substituteFrom` names. */
export interface VariableSource {
  kind: 'ConfigMap' | 'Secret';
  namespace: string;
  name: string;
}

/** Its data, decoded; or why there is none: it does not exist, or we may not read it. */
export type SourceData =
  | { state: 'found'; data: Readonly<Record<string, string>> }
  | { state: 'absent' }
  | { state: 'forbidden' };

/** Throws where the API server does not answer: that is no fact about a revision. */
export type VariableReader = (source: VariableSource, signal: AbortSignal) => Promise<SourceData>;

/** Reads variables from the cluster with the rights of `client`. */
export function createVariableReader(client: KubernetesClient): VariableReader {
  return async ({ kind, namespace, name }, signal) => {
    const plural = kind === 'Secret' ? 'secrets' : 'configmaps';
    const path = resourcePath({ group: '', version: 'v1', plural, namespace, name });
    try {
      const { data } = await client.request<KubernetesObject>({ path, signal });
      const decode = (value: string): string =>
        kind === 'Secret' ? Buffer.from(value, 'base64').toString('utf8') : value;
      const entries = Object.entries(record(data));
      return {
        state: 'found',
        data: Object.fromEntries(entries.map(([key, value]) => [key, decode(String(value))])),
      };
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return { state: 'absent' };
      if (error instanceof ApiError && error.status === 403) return { state: 'forbidden' };
      throw error;
    }
  };
}
