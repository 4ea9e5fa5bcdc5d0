import { commitLink } from '../../core/flux/forge.ts';
import { parseRevision } from '../../core/flux/revision.ts';
import { type KubernetesObject, record, text } from '../../core/kubernetes/object.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';
import type { Commit } from '../../protocol/commits.ts';
import type { CommitQuery, CommitRange } from '../artifacts/gitHistory.ts';
import type { GitSources } from '../artifacts/gitSources.ts';
import { getLive } from './applySet.ts';
import { readGitSource } from './gitSource.ts';

interface CommitsOptions {
  client: KubernetesClient;
  commitOf: GitSources['commit'];
  historyOf: GitSources['history'];
  /** Beside Flux the sidecar may not read its Secrets: private repositories are not asked. */
  mayReadSecrets: boolean;
}

/** Milliseconds that a Git server has to answer: a person waits. */
const patience = 10_000;
const eventSubject = /^stored artifact for commit '(.*)'$/s;

/** What is known of the commits of GitRepositories. */
export interface Commits {
  /** Of a source's revision: from Git, else the subject of Flux's own event. */
  commit(namespace: string, name: string, revision: string): Promise<Commit | undefined>;
  /** From Git, with parents and changed files. Undefined where Git may not be asked or does not tell. */
  range(object: KubernetesObject, query: CommitQuery): Promise<CommitRange | undefined>;
}

export function createCommits({
  client,
  commitOf,
  historyOf,
  mayReadSecrets,
}: CommitsOptions): Commits {
  return {
    async commit(namespace, name, revision) {
      const { hash } = parseRevision(revision);
      if (!isCommit(hash)) return undefined;
      const plural = 'gitrepositories';
      const at = { group: 'source.toolkit.fluxcd.io', version: 'v1', plural, namespace, name };
      const object = await getLive(client, resourcePath(at));
      if (!object) return undefined;
      const link = commitLink(text(record(object.spec).url) ?? '', hash);
      const shown = link ? { link } : {};
      const source = await sourceOf(object).catch(() => undefined);
      const facts = await commitOf(`${namespace}/${name}`, hash, source);
      if (facts) return { revision, ...facts, ...shown };
      const subject = await subjectOf(namespace, name, revision);
      return subject === undefined ? undefined : { revision, hash, subject, ...shown };
    },

    async range(object, query) {
      if (object.kind !== 'GitRepository' || !isCommit(query.to)) return undefined;
      if (query.from !== undefined && !isCommit(query.from)) return undefined;
      const { namespace, name } = object.metadata;
      const source = await sourceOf(object).catch(() => undefined);
      return historyOf(`${namespace}/${name}`, query, source);
    },
  };

  async function sourceOf(object: KubernetesObject) {
    const isPrivate = record(object.spec).secretRef !== undefined;
    if (isPrivate && !mayReadSecrets) return undefined;
    return { ...(await readGitSource(client, object)), timeout: patience };
  }

  async function subjectOf(
    namespace: string,
    name: string,
    revision: string
  ): Promise<string | undefined> {
    const { items = [] } = await client.request<{ items?: KubernetesObject[] }>({
      path: resourcePath({ group: '', version: 'v1', plural: 'events', namespace }),
      query: {
        fieldSelector: `involvedObject.kind=GitRepository,involvedObject.name=${name}`,
        limit: 500,
      },
    });
    const event = items.find(({ metadata, reason }) => {
      const of = metadata.annotations?.['source.toolkit.fluxcd.io/revision'];
      return reason === 'NewArtifact' && of === revision;
    });
    return eventSubject.exec(text(event?.message) ?? '')?.[1];
  }
}

function isCommit(hash: string | undefined): hash is string {
  return hash !== undefined && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(hash);
}
