import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import { ApiError } from '../../node/kubernetes/apiError.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';
import { messageOf } from './applySet.ts';

/**
 * The variables of `spec.postBuild`: those of its ConfigMaps and Secrets in order, then its own, which win. Undefined
 * where nothing is to be substituted.
 */
export async function loadVariables(
  client: KubernetesClient,
  namespace: string,
  postBuild: unknown
): Promise<Map<string, string> | undefined> {
  if (postBuild === undefined) return undefined;
  const fields = record(postBuild);
  const variables = new Map<string, string>();
  const add = (data: unknown, decode: (value: string) => string): void => {
    for (const [name, value] of Object.entries(record(data))) {
      // A value with line feeds would break the YAML that it is put into.
      variables.set(name, decode(String(value)).replaceAll('\n', ''));
    }
  };
  for (const { kind, name, optional } of list(fields.substituteFrom).map(record)) {
    const isSecret = kind === 'Secret';
    const plural = isSecret ? 'secrets' : 'configmaps';
    const path = resourcePath({ group: '', version: 'v1', plural, namespace, name: text(name) });
    try {
      const { data } = await client.request<KubernetesObject>({ path });
      add(data, isSecret ? value => Buffer.from(value, 'base64').toString('utf8') : value => value);
    } catch (error) {
      const isMissing = error instanceof ApiError && error.status === 404;
      if (optional === true && isMissing) continue;
      throw new Error(`substitute from '${kind}/${name}' error: ${messageOf(error)}`);
    }
  }
  add(fields.substitute, value => value);
  const isAlways = fields.substituteStrategy === 'Always';
  return variables.size > 0 || isAlways ? variables : undefined;
}
