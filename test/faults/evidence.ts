import { fluxKinds } from '../../src/core/flux/kinds.ts';
import { conditionOf, conditionsOf } from '../../src/core/kubernetes/conditions.ts';
import { type KubernetesObject, list, record, text } from '../../src/core/kubernetes/object.ts';
import { resourcePath } from '../../src/core/kubernetes/path.ts';
import type { KubernetesClient } from '../../src/node/kubernetes/client.ts';
import { normalisedText } from '../cluster/compare/normalised.ts';

/** What Flux said of its objects once they were settled: of real Flux it is kept, and every world must say the same. */
export interface Evidence {
  /** By object, then by type: `False BuildFailed: message`. */
  conditions: Record<string, Record<string, string>>;
  /** Warnings, each once: `Kind/name Reason: message`. */
  warnings: string[];
}

/** What the two worlds, or two runs of one, may say in words of their own. */
const ownWords: readonly [RegExp, string][] = [
  // Helm's log has times of its own, and an order by luck.
  [/\n\nLast Helm logs:[\s\S]*/, ''],
  // Flux passes on what the Git server says of it, Git's own command does not.
  [/(authentication required): [\s\S]*/, '$1'],
  // YAML is parsed by another library.
  [/((?:MalformedYAMLError|YAMLToJSON): yaml: ).*/, '$1WORDS'],
  // Where a generator is in memory; and older versions of kustomize do not repeat what it is to do.
  [/&\{0x[0-9a-f]+ <nil>\}/, '&{ADDRESS}'],
  [/(exists; )can not use behavior: '\w+', /, '$1'],
];

/** Names without `suffix` and namespaces as `NS`, so that all runs say the same. */
export async function readEvidence(
  client: KubernetesClient,
  { namespace, suffix }: { namespace: string; suffix: string }
): Promise<{ evidence: Evidence; isSettled: boolean }> {
  const objects = await fluxObjects(client, namespace);
  const plain = (said: string) =>
    normalisedText(ownWords.reduce((done, [words, instead]) => done.replace(words, instead), said))
      .replaceAll(namespace, 'NS')
      .replaceAll(suffix, '')
      .replace(/\b[0-9a-f]{40,64}\b/g, 'HASH')
      .replace(/\/hook\/HASH/g, '/hook/PATH');
  const conditions = objects.map(object => {
    const said = conditionsOf(object).map(({ type, status, reason, message }) => [
      type,
      plain(`${status} ${reason}: ${message}`),
    ]);
    return [plain(`${object.kind}/${object.metadata.name}`), Object.fromEntries(said.sort())];
  });
  const events = await itemsOf(client, `/api/v1/namespaces/${namespace}/events`);
  const warnings = events.flatMap(({ type, involvedObject, reason, message }) => {
    const { apiVersion, kind, name } = record(involvedObject);
    const isFlux = /toolkit\.fluxcd\.io/.test(text(apiVersion) ?? '');
    return isFlux && type === 'Warning' ? [plain(`${kind}/${name} ${reason}: ${message}`)] : [];
  });
  const evidence = {
    conditions: Object.fromEntries(conditions.sort()),
    warnings: [...new Set(warnings)].sort(),
  };
  return { evidence, isSettled: objects.every(isAtRest) };
}

/** Nothing is under way: the next try may come, and say the same. */
function isAtRest(object: KubernetesObject): boolean {
  return record(object.spec).suspend === true || conditionOf(object, 'Ready')?.status !== 'Unknown';
}

async function fluxObjects(
  client: KubernetesClient,
  namespace: string
): Promise<KubernetesObject[]> {
  const found = await Promise.all(
    fluxKinds.map(async ({ group, plural, versions, kind }) => {
      const path = resourcePath({ group, version: versions[0] ?? 'v1', plural, namespace });
      const items = await itemsOf(client, path);
      return items.map(item => ({ ...item, kind }));
    })
  );
  return found.flat().filter(object => list(record(object.status).conditions).length > 0);
}

async function itemsOf(client: KubernetesClient, path: string): Promise<KubernetesObject[]> {
  const { items = [] } = await client
    .request<{ items?: KubernetesObject[] }>({ path })
    // A kind that is not installed has none.
    .catch(() => ({ items: [] }));
  return items;
}
