import { parseDuration } from '../../core/duration.ts';
import { type KubernetesObject, record, text } from '../../core/kubernetes/object.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';
import type { GitReference } from '../artifacts/gitReference.ts';
import type { GitSource } from '../artifacts/gitSources.ts';
import { messageOf } from './applySet.ts';

/** A source cannot be asked: as the condition says it. `stalls`: only a change of the spec helps. */
export class SourceRefused extends Error {
  readonly reason: string;
  readonly stalls: boolean;

  constructor(reason: string, message: string, stalls = false) {
    super(message);
    this.reason = reason;
    this.stalls = stalls;
  }
}

/** Where a GitRepository fetches from, with its Secret. Throws `SourceRefused`. */
export async function readGitSource(
  client: KubernetesClient,
  object: KubernetesObject
): Promise<GitSource> {
  const spec = record(object.spec);
  const url = text(spec.url) ?? '';
  if (!/^(https?|ssh):\/\/[^/]/.test(url)) {
    const message = `failed to parse url '${url}': not an address that begins with http, https or ssh`;
    throw new SourceRefused('URLInvalid', message, true);
  }
  return {
    url,
    ref: record(spec.ref) as GitReference,
    ignore: text(spec.ignore),
    timeout: parseDuration(text(spec.timeout)) ?? 60_000,
    secret: await readSecret(client, object),
    isObserved: record(object.status).artifact !== undefined,
  };
}

async function readSecret(
  client: KubernetesClient,
  { metadata, spec }: KubernetesObject
): Promise<Record<string, string> | undefined> {
  const name = text(record(record(spec).secretRef).name);
  if (!name) return undefined;
  const { namespace } = metadata;
  const path = resourcePath({ group: '', version: 'v1', plural: 'secrets', namespace, name });
  try {
    const secret = await client.request<KubernetesObject>({ path });
    return Object.fromEntries(
      Object.entries(record(secret.data)).map(([key, value]) => [
        key,
        Buffer.from(String(value), 'base64').toString('utf8'),
      ])
    );
  } catch (error) {
    // Said twice, as Flux says it.
    const shown = `failed to get secret '${namespace}/${name}'`;
    throw new SourceRefused('AuthenticationFailed', `${shown}: ${shown}: ${messageOf(error)}`);
  }
}
