import { useEffect, useState } from 'react';
import { browserClock } from './clock.ts';
import type { Sidecar } from './sidecar.ts';
import { sidecarOf } from './sidecars.ts';
import { createStoreCache } from './stores.ts';
import type { CommitView } from './views.ts';

type Source = { namespace: string; name: string };

/** What one cluster's sidecar said, and is being asked. */
interface Commits {
  sidecar: Sidecar;
  /** Commits never change; what is not known yet may be a moment later. */
  known: Map<string, CommitView>;
  asking: Map<string, Promise<CommitView>>;
}

const commitsOf = createStoreCache(
  (cluster): Commits => ({
    sidecar: sidecarOf(cluster),
    known: new Map(),
    asking: new Map(),
  })
);
const retryAfter = 15_000;

function askOnce(commits: Commits, key: string, source: Source, revision: string) {
  const { sidecar, known, asking } = commits;
  const running = asking.get(key);
  if (running) return running;
  const asked = sidecar.commit(source, revision).then(view => {
    asking.delete(key);
    if (view.state === 'known') known.set(key, view);
    return view;
  });
  asking.set(key, asked);
  return asked;
}

const loading: CommitView = { state: 'loading' };

/** The commit behind a source's revision; asked again now and then while it is not known. */
export function useCommit(
  cluster: string,
  source: Source | undefined,
  revision: string | undefined
): CommitView {
  const [namespace, name] = [source?.namespace, source?.name];
  const commits = commitsOf(cluster);
  const key = JSON.stringify([cluster, namespace, name, revision]);
  const [answer, setAnswer] = useState<{ key: string; view: CommitView }>();
  useEffect(() => {
    if (namespace === undefined || name === undefined || !revision || commits.known.has(key))
      return;
    let undo = () => {};
    let isCurrent = true;
    const ask = async () => {
      const view = await askOnce(commits, key, { namespace, name }, revision);
      if (!isCurrent) return;
      setAnswer({ key, view });
      if (view.state !== 'known') undo = browserClock.after(retryAfter, () => void ask());
    };
    void ask();
    return () => {
      isCurrent = false;
      undo();
    };
  }, [key, commits, namespace, name, revision]);
  return commits.known.get(key) ?? (answer?.key === key ? answer.view : loading);
}
