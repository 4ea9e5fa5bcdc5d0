import { useEffect, useState } from 'react';
import { record, text } from '../../core/kubernetes/object.ts';
import { ConnectionError } from '../headlamp/connection.ts';
import { createHostConnection } from '../headlamp/hostConnection.ts';
import { createStoreCache } from './stores.ts';
import type { AccessQuery, AccessView } from './views.ts';

interface Known {
  at: number;
  view: Promise<AccessView>;
}

const knownIn = createStoreCache(() => new Map<string, Known>());
/** Rights change rarely, but a page may be open for days. */
const validFor = 60_000;

async function ask(cluster: string, query: AccessQuery): Promise<AccessView> {
  try {
    const answer = await createHostConnection(cluster).send({
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: query },
      },
    });
    const { allowed, reason } = record(record(answer).status);
    return allowed === true
      ? { state: 'allowed' }
      : { state: 'denied', reason: text(reason) ?? '' };
  } catch (error) {
    return { state: 'failed', message: ConnectionError.whyOf(error).message };
  }
}

/** Whether the user may, as the API server says; asked at most once a minute for the same. */
export function askAccess(cluster: string, query: AccessQuery): Promise<AccessView> {
  const known = knownIn(cluster);
  const key = JSON.stringify(query);
  const before = known.get(key);
  if (before && Date.now() - before.at < validFor) return before.view;
  const view = ask(cluster, query);
  known.set(key, { at: Date.now(), view });
  void view.then(answer => {
    if (answer.state === 'failed') known.delete(key);
  });
  return view;
}

const loading: AccessView = { state: 'loading' };

/** Whether the user may; `loading` while `query` is undefined. */
export function useAccess(cluster: string, query: AccessQuery | undefined): AccessView {
  const asked = JSON.stringify(query);
  const [answer, setAnswer] = useState<{ asked: string; view: AccessView }>();
  useEffect(() => {
    if (asked === undefined) return;
    let isCurrent = true;
    void askAccess(cluster, JSON.parse(asked) as AccessQuery).then(view => {
      if (isCurrent) setAnswer({ asked, view });
    });
    return () => {
      isCurrent = false;
    };
  }, [cluster, asked]);
  return answer && answer.asked === asked ? answer.view : loading;
}
