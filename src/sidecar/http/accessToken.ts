import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type KubernetesObject, record, text } from '../../core/kubernetes/object.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import { ApiError } from '../../node/kubernetes/apiError.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';
import { accessSecret } from '../../protocol/access.ts';
import type { Log } from '../log.ts';

/** The token of the Secret `lumen-access`, kept up to date. */
export interface AccessToken {
  /** Whether a request may pass. Takes the same time for every wrong token. */
  admits(token: string | undefined): Promise<boolean>;
  /** What keys are derived from, once it was read. */
  current(): string | undefined;
  close(): void;
}

interface AccessOptions {
  client: KubernetesClient;
  namespace: string;
  log: Log;
  /** Milliseconds. */
  now?: () => number;
  interval?: number;
}

/** A wrong token may be one of a moment ago: the Secret is read again, but not for each request. */
const rereadAge = 1000;

/** Fills the Secret where it is empty, so that nobody else ever needs to know the token, and follows its changes. */
export function startAccessToken({
  client,
  namespace,
  log,
  now = Date.now,
  interval = 10_000,
}: AccessOptions): AccessToken {
  const at = { group: '', version: 'v1', plural: 'secrets', namespace, name: accessSecret.name };
  const path = resourcePath(at);
  let token: string | undefined;
  let readAt = -Infinity;
  let reading: Promise<void> | undefined;
  let said: string | undefined;

  async function read(): Promise<void> {
    const secret = await client.request<KubernetesObject>({ path });
    const encoded = text(record(secret.data)[accessSecret.key]);
    if (encoded) {
      token = Buffer.from(encoded, 'base64').toString('utf8');
      return;
    }
    const fresh = randomBytes(32).toString('base64url');
    const { resourceVersion } = secret.metadata;
    await client.request({
      method: 'PATCH',
      path,
      query: { fieldManager: 'lumen' },
      contentType: 'application/merge-patch+json',
      // A second sidecar that fills it at the same time makes this one a conflict, and the next read finds its token.
      body: {
        metadata: { resourceVersion },
        data: { [accessSecret.key]: Buffer.from(fresh).toString('base64') },
      },
    });
    token = fresh;
    log.info('access token made', { secret: `${namespace}/${accessSecret.name}` });
  }

  function refresh(): Promise<void> {
    reading ??= read()
      .then(() => {
        said = undefined;
      })
      .catch((error: unknown) => {
        if (error instanceof ApiError && (error.status === 404 || error.status === 403)) {
          token = undefined;
        }
        const message = error instanceof Error ? error.message : String(error);
        if (said !== message) log.error('no access token', { error: message });
        said = message;
      })
      .finally(() => {
        readAt = now();
        reading = undefined;
      });
    return reading;
  }

  void refresh();
  const timer = setInterval(() => void refresh(), interval);
  return {
    async admits(given) {
      if (isSame(given, token)) return true;
      if (given === undefined || now() - readAt < rereadAge) return false;
      await refresh();
      return isSame(given, token);
    },
    current: () => token,
    close() {
      clearInterval(timer);
    },
  };
}

function isSame(given: string | undefined, token: string | undefined): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  // Digests have one length, so the comparison tells nothing about that of the token.
  const isEqual = timingSafeEqual(digest(given ?? ''), digest(token ?? ''));
  return isEqual && given !== undefined && token !== undefined && token !== '';
}
