import { useEffect, useState } from 'react';
import { createHostConnection } from '../headlamp/hostConnection.ts';
import { browserClock } from './clock.ts';
import { createSidecar, type Sidecar } from './sidecar.ts';
import type { CommitView } from './views.ts';

const sidecars = new Map<string, Sidecar>();
/** Commits never change; what is not known yet may be a moment later. */
const known = new Map<string, CommitView>();
const asking = new Map<string, Promise<CommitView>>();
const retryAfter = 15_000;

function sidecarOf(cluster: string): Sidecar {
  const found = sidecars.get(cluster);
  if (found) return found;
  const made = createSidecar(createHostConnection(cluster), browserClock.now);
  sidecars.set(cluster, made);
  return made;
}

type Source = { namespace: string; name: string };

function askOnce(key: string, cluster: string, source: Source, revision: string) {
  const running = asking.get(key);
  if (running) return running;
  const asked = sidecarOf(cluster)
    .commit(source, revision)
    .then(view => {
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
  const key = JSON.stringify([cluster, namespace, name, revision]);
  const [answer, setAnswer] = useState<{ key: string; view: CommitView }>();
  useEffect(() => {
    if (namespace === undefined || name === undefined || !revision || known.has(key)) return;
    let undo = () => {};
    let isCurrent = true;
    const ask = async () => {
      const view = await askOnce(key, cluster, { namespace, name }, revision);
      if (!isCurrent) return;
      setAnswer({ key, view });
      if (view.state !== 'known') undo = browserClock.after(retryAfter, () => void ask());
    };
    void ask();
    return () => {
      isCurrent = false;
      undo();
    };
  }, [key, cluster, namespace, name, revision]);
  return known.get(key) ?? (answer?.key === key ? answer.view : loading);
}
