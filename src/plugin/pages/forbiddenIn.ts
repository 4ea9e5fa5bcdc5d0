import type { Sentence } from '../../core/sentence.ts';
import type { ClusterView } from '../live/views.ts';
import type { Words } from '../parts/words.ts';

/** Kinds that the user may not see, those together that lack the same right in the same place. */
export function forbiddenIn({ cluster, kinds }: ClusterView, words: Words): Sentence[] {
  const groups = new Map<string, { verb: string; namespaces: string; kinds: string[] }>();
  for (const { kind, scopes } of kinds.values()) {
    const refused = scopes.flatMap(({ namespace, phase }) =>
      phase.name === 'forbidden' ? { namespace, verb: phase.verb } : []
    );
    const [first] = refused;
    if (!first) continue;
    const namespaces = refused.map(({ namespace }) => namespace).join(', ');
    const key = `${first.verb} ${namespaces}`;
    const group = groups.get(key) ?? { verb: first.verb, namespaces, kinds: [] };
    group.kinds.push(words(`kinds.${kind.kind}`));
    groups.set(key, group);
  }
  return [...groups.values()].map(({ verb, namespaces, kinds: names }) => ({
    id: namespaces ? 'overview.notChecked.forbidden.namespaces' : 'overview.notChecked.forbidden',
    params: { cluster, verb, namespaces, kinds: names.join(', ') },
  }));
}
