import { resourcePath } from '../../core/kubernetes/path.ts';
import { groupOf, versionOf } from '../../core/kubernetes/ref.ts';
import { ApiError } from '../../node/kubernetes/apiError.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';

/** Where a kind is served. */
export interface Resource {
  plural: string;
  isNamespaced: boolean;
}

/** The API server serves no such kind, in the words of Kubernetes' own clients. */
export class NoMatch extends Error {}

/** Which kinds the API server serves, asked once for each group and version. */
export interface Resources {
  find(apiVersion: string, kind: string): Promise<Resource>;
  /** The path of one object. */
  pathOf(object: {
    apiVersion: string;
    kind: string;
    namespace?: string;
    name: string;
  }): Promise<string>;
}

interface ApiResourceList {
  resources?: { name: string; kind: string; namespaced: boolean }[];
}

/** A kind that is missing may come at any moment with its CRD: asked again, but not for each object. */
const missingAge = 1000;

export function createResources(client: KubernetesClient, now: () => number): Resources {
  const known = new Map<string, { at: number; kinds: Promise<Map<string, Resource>> }>();

  async function load(apiVersion: string): Promise<Map<string, Resource>> {
    const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    try {
      const { resources = [] } = await client.request<ApiResourceList>({ path });
      const usable = resources.filter(({ name }) => !name.includes('/'));
      return new Map(
        usable.map(({ kind, name, namespaced }) => [
          kind,
          { plural: name, isNamespaced: namespaced },
        ])
      );
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return new Map();
      throw error;
    }
  }

  function kindsOf(apiVersion: string, isFresh: boolean): Promise<Map<string, Resource>> {
    const found = known.get(apiVersion);
    if (found && (!isFresh || now() - found.at < missingAge)) return found.kinds;
    const kinds = load(apiVersion);
    known.set(apiVersion, { at: now(), kinds });
    kinds.catch(() => known.delete(apiVersion));
    return kinds;
  }

  async function find(apiVersion: string, kind: string): Promise<Resource> {
    const found =
      (await kindsOf(apiVersion, false)).get(kind) ?? (await kindsOf(apiVersion, true)).get(kind);
    if (!found) throw new NoMatch(`no matches for kind "${kind}" in version "${apiVersion}"`);
    return found;
  }

  return {
    find,
    async pathOf({ apiVersion, kind, namespace, name }) {
      const { plural, isNamespaced } = await find(apiVersion, kind);
      const [group, version] = [groupOf(apiVersion), versionOf(apiVersion)];
      return resourcePath({
        group,
        version,
        plural,
        name,
        namespace: isNamespaced ? namespace : '',
      });
    },
  };
}
