import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GitError } from '../../node/git.ts';
import { type Archive, packArchive } from './archive.ts';
import { createGitAccess, type SecretData } from './gitAccess.ts';
import { type CommitFacts, readCommit } from './gitCommit.ts';
import { toGitMessage } from './gitFailure.ts';
import {
  type CommitQuery,
  type CommitRange,
  createGitHistory,
  type GitHistory,
} from './gitHistory.ts';
import {
  type GitReference,
  ReferenceNotFound,
  type Target,
  toTarget,
  wantedReferences,
} from './gitReference.ts';
import { createGitStore, type GitStore } from './gitStore.ts';
import { readGitTree } from './gitTree.ts';

/** What a GitRepository says about its remote. */
export interface GitSource {
  url: string;
  ref: GitReference;
  ignore?: string;
  /** Milliseconds. */
  timeout: number;
  secret?: SecretData;
  /** Whether it has an artifact already. */
  isObserved: boolean;
}

interface FetchedCommit {
  facts: CommitFacts;
  archive: Archive;
}

/** The remotes of all GitRepositories. `key` is `NAMESPACE/NAME`. Every error is worded as Flux words it. */
export interface GitSources {
  /** What the server has now: one small request. */
  observe(key: string, source: GitSource): Promise<Target>;
  /** The commit itself, packed. */
  fetch(key: string, source: GitSource, target: Target): Promise<FetchedCommit>;
  /**
   * A commit that was fetched before, or that the server gives out when it is asked for by its hash. Undefined where
   * neither is so, or where nothing may be asked (no `source`).
   */
  commit(
    key: string,
    hash: string,
    source: GitSource | undefined
  ): Promise<CommitFacts | undefined>;
  /**
   * Commits in the order of history, with what each changed. Undefined where the server does not give them out, or
   * where nothing may be asked (no `source`).
   */
  history(
    key: string,
    query: CommitQuery,
    source: GitSource | undefined
  ): Promise<CommitRange | undefined>;
  forget(key: string): Promise<void>;
}

/** Commits that a server would not give out. */
const maxRefused = 1000;
const limits = { files: 20_000, size: 200 * 1024 * 1024 };

/** Their stores lie below `folder`; keys that Git reads from files lie below `keys` while it runs. */
export function createGitSources(folder: string, keys: string): GitSources {
  const folderOf = (key: string) => join(folder, `${key}.git`);
  const stores = new Map<string, GitStore>();
  const storeOf = (key: string): GitStore => {
    const store = stores.get(key) ?? createGitStore(folderOf(key));
    stores.set(key, store);
    return store;
  };
  /** No source has such a name. */
  const historyKey = (key: string) => `${key} history`;
  const histories = new Map<string, GitHistory>();
  const historyOf = (key: string): GitHistory => {
    const history = histories.get(key) ?? createGitHistory(folderOf(historyKey(key)));
    histories.set(key, history);
    return history;
  };
  const refused = new Set<string>();
  const refuse = (what: string): void => {
    if (refused.size >= maxRefused) refused.clear();
    refused.add(what);
  };
  const turns = new Map<string, Promise<unknown>>();

  /** Git locks a shallow repository as a whole: two fetches into one would fail. */
  function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = turns.get(key) ?? Promise.resolve();
    const turn = before.then(work, work).catch(async (error: unknown) => {
      // A Git that was killed leaves its lock; what the store holds can be fetched again.
      if (error instanceof GitError && /\.lock': File exists/.test(error.message)) {
        await rm(folderOf(key), { recursive: true, force: true });
      }
      throw error;
    });
    const settled = turn
      .catch(() => {})
      .finally(() => {
        if (turns.get(key) === settled) turns.delete(key);
      });
    turns.set(key, settled);
    return turn;
  }

  async function reach<T>(
    source: GitSource,
    work: (access: Awaited<ReturnType<typeof createGitAccess>>['options']) => Promise<T>
  ): Promise<T> {
    const access = await createGitAccess(keys, source.url, source.secret);
    try {
      return await work(access.options);
    } catch (error) {
      if (error instanceof ReferenceNotFound) {
        throw new Error(`unable to clone '${source.url}': ${error.message}`);
      }
      if (!(error instanceof GitError)) throw error;
      throw new Error(toGitMessage(error.message, source.url, source.isObserved));
    } finally {
      await access.close();
    }
  }

  return {
    observe: (key, source) =>
      reach(source, async access => {
        const patterns = wantedReferences(source.ref);
        if (patterns.length === 0) return toTarget(source.ref, new Map());
        const { url, timeout } = source;
        return toTarget(source.ref, await storeOf(key).list(patterns, { url, access, timeout }));
      }),

    fetch: (key, source, target) =>
      reach(source, async access => {
        const store = storeOf(key);
        const { url, timeout, ignore } = source;
        // A server need not give out a hash that no branch names any more: the reference is the safe way to ask.
        const isStored = source.ref.commit !== undefined && (await store.has(target.hash));
        const facts = isStored
          ? await readCommit(store, target.hash)
          : await inTurn(key, () => store.fetch(target.fetch, { url, access, timeout }));
        const content = await readGitTree(store, facts.hash, { ignore, limits });
        const archive = await packArchive(content);
        return { facts, archive };
      }),

    async commit(key, hash, source) {
      const store = storeOf(key);
      if (await store.has(hash)) return readCommit(store, hash);
      if (!source || refused.has(`${key} ${hash}`)) return undefined;
      try {
        const { url, timeout } = source;
        return await reach(source, access =>
          inTurn(key, () => store.fetch(hash, { url, access, timeout }))
        );
      } catch {
        // The server knows it no more, or gives out nothing but what its references name: asked once.
        refuse(`${key} ${hash}`);
        return undefined;
      }
    },

    async history(key, query, source) {
      const history = historyOf(key);
      const known = await history.read(query);
      if (known && isEnough(known, query)) return known;
      if (!source || refused.has(`${key} ${query.to}`)) return known;
      try {
        const { url, timeout } = source;
        await reach(source, access =>
          inTurn(historyKey(key), () => history.fetch(query, { url, access, timeout }))
        );
        return await history.read(query);
      } catch {
        refuse(`${key} ${query.to}`);
        return known;
      }
    },

    async forget(key) {
      stores.delete(key);
      histories.delete(key);
      await rm(folderOf(key), { recursive: true, force: true });
      await rm(folderOf(historyKey(key)), { recursive: true, force: true });
    },
  };
}

/** Whether a deeper fetch would tell no more. */
function isEnough({ commits, isComplete }: CommitRange, { from, limit }: CommitQuery): boolean {
  if (commits.some(({ parents }) => parents === undefined)) return false;
  const reachesRoot = commits.some(({ parents }) => parents?.length === 0);
  return isComplete || commits.length >= limit || from === undefined || reachesRoot;
}
