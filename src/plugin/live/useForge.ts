import { useMemo } from 'react';
import {
  commitLink,
  compareLink,
  fileLink,
  type Forge,
  forgeLabel,
  type ForgeProblem,
  readForge,
  toConfigMap,
} from '../../core/flux/forge.ts';
import { type KubernetesObject, record, text } from '../../core/kubernetes/object.ts';
import { usePreferences } from '../parts/preferences.tsx';
import { useAccess } from './useAccess.ts';
import { useObjects } from './useObjects.ts';

const configMaps = { group: '', version: 'v1', plural: 'configmaps' };
const labelSelector = `${forgeLabel.key}=${forgeLabel.value}`;
/** Where they are looked for by who may not list them everywhere. */
const usualNamespace = 'flux-system';

const toAccess = (namespace: string) => ({
  verb: 'list',
  group: '',
  resource: 'configmaps',
  ...(namespace ? { namespace } : {}),
});
const everywhere = toAccess('');
const usual = toAccess(usualNamespace);

/** The forges that this browser and the cluster's ConfigMaps name; of those none where the user may not list them. */
function useForges(cluster: string): { told: readonly Forge[]; problems: readonly ForgeProblem[] } {
  const all = useAccess(cluster, everywhere).state;
  const some = useAccess(cluster, all === 'denied' ? usual : undefined).state;
  const namespace = all === 'allowed' ? '' : some === 'allowed' ? usualNamespace : undefined;
  const { objects } = useObjects(
    cluster,
    namespace === undefined ? undefined : { ...configMaps, namespace, labelSelector }
  );
  const own = usePreferences().clusters[cluster]?.forge;
  return useMemo(() => {
    // Of two that say something of the same repositories, the first has it: a person's own word.
    const read = [...(own ? [toConfigMap(own)] : []), ...objects].map(readForge);
    return {
      told: read.flatMap(({ forge }) => forge ?? []),
      problems: read.flatMap(each => each.problems),
    };
  }, [objects, own]);
}

/** The pages of one source's repository in its forge; each undefined where nothing tells which forge it is. */
export interface ForgePages {
  commit(hash: string): string | undefined;
  file(at: { hash: string; file: string }): string | undefined;
  compare(range: { from: string; to: string }): string | undefined;
  /** What the cluster's ConfigMaps say that is not taken. */
  problems: readonly ForgeProblem[];
}

/** Links into the forge of a GitRepository, as the cluster's ConfigMaps or the name of its host tell. */
export function useForge(cluster: string, source: KubernetesObject | undefined): ForgePages {
  const { told, problems } = useForges(cluster);
  const isGit = source?.kind === 'GitRepository';
  const url = isGit ? text(record(source.spec).url) ?? '' : '';
  return useMemo(
    () => ({
      commit: hash => commitLink(url, hash, told),
      file: at => fileLink(url, at, told),
      compare: range => compareLink(url, range, told),
      problems,
    }),
    [url, told, problems]
  );
}
