import { type KubernetesObject, record, text } from '../kubernetes/object.ts';

/** What a forge's page is of: one commit, one file at a commit, or what lies between two commits. */
type ForgePage = 'commit' | 'file' | 'compare';

/**
 * The addresses of a forge's pages. Places to fill: `{host}` and `{path}` of the repository, `{hash}`, `{file}`, and
 * `{from}` and `{to}` of a comparison.
 */
type ForgeTemplates = Partial<Record<ForgePage, string>>;

/** Whose pages these are: repositories on `host`, or below `host/path`. */
export interface Forge {
  repositories: string;
  templates: ForgeTemplates;
}

const web = 'https://{host}/{path}';

interface ForgeType {
  names: readonly string[];
  /** Hosts that are of this type by their name. */
  hosts: RegExp;
  templates: ForgeTemplates;
}

const types: readonly ForgeType[] = [
  {
    names: ['github'],
    hosts: /(^|\.)github\b/i,
    templates: {
      commit: `${web}/commit/{hash}`,
      file: `${web}/blob/{hash}/{file}`,
      compare: `${web}/compare/{from}...{to}`,
    },
  },
  {
    names: ['gitlab'],
    hosts: /(^|\.)gitlab\b/i,
    templates: {
      commit: `${web}/-/commit/{hash}`,
      file: `${web}/-/blob/{hash}/{file}`,
      compare: `${web}/-/compare/{from}...{to}`,
    },
  },
  {
    names: ['gitea', 'forgejo'],
    hosts: /(^|\.)(gitea|forgejo|codeberg|gogs)\b/i,
    templates: {
      commit: `${web}/commit/{hash}`,
      file: `${web}/src/commit/{hash}/{file}`,
      compare: `${web}/compare/{from}...{to}`,
    },
  },
  {
    // Its own servers have other addresses than bitbucket.org, and none that follows from a clone's.
    names: ['bitbucket'],
    hosts: /^bitbucket\.org$/i,
    templates: {
      commit: `${web}/commits/{hash}`,
      file: `${web}/src/{hash}/{file}`,
      compare: `${web}/branches/compare/{to}%0D{from}`,
    },
  },
];

interface Repository {
  host: string;
  path: string;
}

/** Where a repository is served; a port is kept only where it is the web's. */
function toRepository(url: string): Repository | undefined {
  const pattern = /^(https?|ssh):\/\/(?:[^@/]*@)?([a-z0-9.-]+)(:\d+)?\/([^?#]+?)(?:\.git)?\/?$/i;
  const [, scheme = '', host, port = '', path] = pattern.exec(url) ?? [];
  if (!host || !path) return undefined;
  return { host: scheme.toLowerCase() === 'ssh' ? host : `${host}${port}`, path };
}

/** The addresses of the forge that has the repository: told ones first, the longest match of them; else by the host's name. */
function templatesOf({ host, path }: Repository, told: readonly Forge[]): ForgeTemplates {
  const place = `${host}/${path}/`.toLowerCase();
  const [best] = told
    .filter(({ repositories }) => place.startsWith(`${repositories.toLowerCase()}/`))
    .sort((a, b) => b.repositories.length - a.repositories.length);
  if (best) return best.templates;
  return types.find(({ hosts }) => hosts.test(host))?.templates ?? {};
}

/** Each segment on its own: a file's name may hold anything, and must not become a query or another folder. */
function encodePath(path: string): string | undefined {
  const parts = path.split('/').filter(part => part !== '' && part !== '.');
  // Browsers climb at `%2e%2e` as well.
  return parts.includes('..') ? undefined : parts.map(encodeURIComponent).join('/');
}

const placesOf: Record<ForgePage, readonly string[]> = {
  commit: ['hash'],
  file: ['hash', 'file'],
  compare: ['from', 'to'],
};

/** Only what a browser opens as a page, on a host that no value can change; with no place that nothing fills. */
function isSafeTemplate(page: ForgePage, template: string): boolean {
  if (!/^https?:\/\/(\{host\}|[a-z0-9.-]+(:\d+)?)\/[^\s\\]*$/i.test(template)) return false;
  const [, rest = ''] = /^[^/]*\/\/[^/]*(.*)$/.exec(template) ?? [];
  const known = ['host', 'path', ...placesOf[page]];
  return [...rest.matchAll(/\{(.*?)\}/g)].every(([, name = '']) => known.includes(name));
}

function fill(
  page: ForgePage,
  url: string,
  values: Record<string, string>,
  told: readonly Forge[]
): string | undefined {
  const repository = toRepository(url);
  const template = repository && templatesOf(repository, told)[page];
  if (!template || !isSafeTemplate(page, template)) return undefined;
  const encoded = new Map([['host', repository.host as string | undefined]]);
  for (const [name, value] of Object.entries({ ...values, path: repository.path })) {
    encoded.set(name, encodePath(value));
  }
  if ([...encoded.values()].includes(undefined)) return undefined;
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => encoded.get(name) ?? whole);
}

/** The page of a commit; undefined where the kind of forge is not known. `told`: forges that the cluster names. */
export function commitLink(
  url: string,
  hash: string,
  told: readonly Forge[] = []
): string | undefined {
  return fill('commit', url, { hash }, told);
}

/** The page of a file as it was at a commit. */
export function fileLink(
  url: string,
  { hash, file }: { hash: string; file: string },
  told: readonly Forge[] = []
): string | undefined {
  return fill('file', url, { hash, file }, told);
}

/** The page of what lies between two commits. */
export function compareLink(
  url: string,
  { from, to }: { from: string; to: string },
  told: readonly Forge[] = []
): string | undefined {
  return fill('compare', url, { from, to }, told);
}

/** Of the ConfigMaps by which a cluster names its forges, one for each. */
export const forgeLabel = { key: 'lumen.headlamp.dev/config', value: 'forge' } as const;

/** What a browser says instead, as if a ConfigMap without a name held it. */
export function toConfigMap(data: Record<string, string>): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '' }, data };
}

/** Something in such a ConfigMap that is not taken, and why. */
export interface ForgeProblem {
  /** `NAMESPACE/NAME`; '' for the settings of the browser. */
  configMap: string;
  key: string;
  value: string;
}

/**
 * What a ConfigMap says of a forge: `repositories` (a host, or the beginning of a repository's address), `type` (`github`,
 * `gitlab`, `gitea`, `forgejo`, `bitbucket`) and templates of its own, `commit`, `file` and `compare`, which win over the type's.
 */
export function readForge(configMap: KubernetesObject): {
  forge?: Forge;
  problems: ForgeProblem[];
} {
  const { namespace = '', name } = configMap.metadata;
  const data = record(configMap.data);
  const problems: ForgeProblem[] = [];
  const refuse = (key: string) =>
    problems.push({ configMap: name && `${namespace}/${name}`, key, value: text(data[key]) ?? '' });
  const said = text(data.repositories)?.trim() ?? '';
  const repositories = said.replace(/^https?:\/\/|\/+$/gi, '');
  if (!/^[a-z0-9.-]+(:\d+)?(\/[^\s?#]+)?$/i.test(repositories)) {
    refuse('repositories');
    return { problems };
  }
  const type = text(data.type)?.trim().toLowerCase();
  const known = types.find(({ names }) => type !== undefined && names.includes(type));
  if (type !== undefined && !known) refuse('type');
  const templates: ForgeTemplates = { ...known?.templates };
  for (const page of ['commit', 'file', 'compare'] as const) {
    const template = text(data[page])?.trim();
    if (template === undefined) continue;
    if (isSafeTemplate(page, template)) templates[page] = template;
    else refuse(page);
  }
  return { forge: { repositories, templates }, problems };
}
