import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { commitsOf, type RefChange } from './bareRepository.ts';

export interface Webhook {
  /** Asked at each delivery: the Receiver's path is known only once the cluster is up. */
  url: () => string;
  secret: string;
}

/** The repository that was pushed to, as the payload names it. */
export interface PushedRepository {
  name: string;
  folder: string;
  url: string;
  pusher: string;
}

/** As many as Gitea puts in one payload. */
const maxCommits = 5;
const pauses = [0, 500, 2000];

/** The body of Gitea's `push` event. */
export async function toPushPayload(
  repository: PushedRepository,
  change: RefChange
): Promise<Record<string, unknown>> {
  const { commits, total } = await commitsOf(repository.folder, change, maxCommits);
  const [owner = '', name = owner] = repository.name.split('/');
  const pusher = { login: repository.pusher, username: repository.pusher };
  return {
    ref: change.ref,
    before: change.before,
    after: change.after,
    commits,
    total_commits: total,
    head_commit: commits[0] ?? null,
    repository: {
      name,
      full_name: repository.name,
      owner: { login: owner, username: owner },
      html_url: repository.url,
      clone_url: repository.url,
    },
    pusher,
    sender: pusher,
  };
}

/** The headers that Gitea sends with it: its own, and those of GitHub and Gogs that receivers know. */
function toPushHeaders(body: string, secret: string): Record<string, string> {
  const sign = (algorithm: string) => createHmac(algorithm, secret).update(body).digest('hex');
  const delivery = randomUUID();
  return {
    'Content-Type': 'application/json',
    'X-Gitea-Delivery': delivery,
    'X-Gitea-Event': 'push',
    'X-Gitea-Event-Type': 'push',
    'X-Gitea-Signature': sign('sha256'),
    'X-GitHub-Delivery': delivery,
    'X-GitHub-Event': 'push',
    'X-Hub-Signature': `sha1=${sign('sha1')}`,
    'X-Hub-Signature-256': `sha256=${sign('sha256')}`,
  };
}

/** Posts one push to the hook. A receiver that is not there yet is asked again, one that refuses is not. */
export async function deliverPush(
  hook: Webhook,
  payload: Record<string, unknown>,
  signal: AbortSignal,
  log: (line: string) => void
): Promise<void> {
  const body = JSON.stringify(payload);
  for (const [attempt, pause] of pauses.entries()) {
    await sleep(pause, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const failure = await post(hook, body, signal);
    if (!failure || signal.aborted) return;
    const isLast = failure.isFinal || attempt === pauses.length - 1;
    log(
      `webhook of ${payload.ref} ${failure.text}${isLast ? ', given up' : ', will be sent again'}`
    );
    if (isLast) return;
  }
}

async function post(hook: Webhook, body: string, signal: AbortSignal) {
  let url = 'with an unknown URL';
  try {
    url = hook.url();
    const answer = await fetch(url, {
      method: 'POST',
      headers: toPushHeaders(body, hook.secret),
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]),
    });
    await answer.body?.cancel();
    if (answer.ok) return undefined;
    const isFinal = answer.status < 500 && ![404, 408, 429].includes(answer.status);
    return { isFinal, text: `to ${url} was answered ${answer.status} ${answer.statusText}` };
  } catch (error) {
    return { isFinal: false, text: `to ${url} failed: ${causeOf(error)}` };
  }
}

/** `fetch failed` says nothing: the cause does. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
