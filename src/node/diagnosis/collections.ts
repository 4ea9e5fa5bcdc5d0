import type { ServedResources } from '../../core/flux/servedKinds.ts';
import { unhandledOf } from '../../core/flux/unhandled.ts';
import { resourcesIn } from '../../core/kubernetes/aggregatedDiscovery.ts';
import { toPage } from '../../core/kubernetes/listAnswer.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import { ApiError } from '../kubernetes/apiError.ts';
import type { KubernetesClient } from '../kubernetes/client.ts';

/** A kind of objects as the API server serves it. */
export interface Collection {
  group: string;
  version: string;
  kind: string;
  plural: string;
}

export type Listed =
  | { items: KubernetesObject[] }
  /** Why it could not be read, in words. */
  | { what: string; why: string };

export interface Collections {
  served: ServedResources;
  /** The served version: the first of the preferred ones, else the newest. Undefined: not served. */
  ofKind(group: string, kind: string, versions?: readonly string[]): Collection | undefined;
  /** All of it, page by page. Rejects only where the API server is not there. */
  list(
    collection: Collection,
    options?: { query?: Record<string, string>; namespace?: string }
  ): Promise<Listed>;
}

const aggregated =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
const pageSize = '500';
/** Who wrote the spec, and when, matters where its controller has not seen it. */
const keepManagedFields = (object: KubernetesObject) => unhandledOf(object) !== undefined;

/** What a cluster serves, and how to read it. */
export async function createCollections(
  client: KubernetesClient,
  signal: AbortSignal
): Promise<Collections> {
  const served = new Map<string, Collection[]>();
  const names = new Set<string>();
  const headers = { Accept: aggregated };
  for (const path of ['/api', '/apis']) {
    const answer = await client.request<unknown>({ path, headers, signal });
    for (const { group, version = 'v1', kind, plural, canBeListed } of resourcesIn(answer)) {
      if (!kind || !plural || !canBeListed) continue;
      const key = `${group}/${kind}`;
      served.set(key, [...(served.get(key) ?? []), { group, version, kind, plural }]);
      names.add(`${group}/${version}/${plural}`);
    }
  }

  return {
    served: names,
    ofKind(group, kind, versions = []) {
      const found = served.get(`${group}/${kind}`) ?? [];
      const preferred = versions.map(version => found.find(each => each.version === version));
      // A version that Lumen does not understand is none.
      if (versions.length > 0) return preferred.find(Boolean);
      return found[0];
    },
    async list({ group, version, kind, plural }, { query = {}, namespace } = {}) {
      const path = resourcePath({ group, version, plural, namespace });
      const items: KubernetesObject[] = [];
      const what = namespace ? `${kind} in ${namespace}` : kind;
      let next: Record<string, string> = {};
      try {
        do {
          const answer = await client.request<unknown>({
            path,
            query: { ...query, limit: pageSize, ...next },
            signal,
          });
          const page = toPage(answer, { keepManagedFields });
          if (!page) return { what, why: 'the answer is no list' };
          items.push(...page.items);
          next = page.next === undefined ? {} : { continue: page.next };
        } while (next.continue);
        return { items };
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.status === 403) return { what, why: `you may not list ${plural}` };
        return { what, why: error.message };
      }
    },
  };
}
