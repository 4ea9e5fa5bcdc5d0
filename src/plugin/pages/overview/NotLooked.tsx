import { Box } from '@mui/material';
import type { Verdict } from '../../../core/flux/verdict.ts';
import type { Sentence } from '../../../core/sentence.ts';
import type { DiagnosisView } from '../../live/diagnosisStore.ts';
import type { ClusterView } from '../../live/views.ts';
import { Say, useWords } from '../../parts/Say.tsx';
import type { Words } from '../../parts/words.ts';
import { forbiddenIn } from '../forbiddenIn.ts';
import { namespacesOf } from '../lookedAt.ts';

/** Kinds that did not answer; of several clusters, one by its name where nothing of it did. */
function failedIn(clusters: readonly ClusterView[], words: Words): Sentence[] {
  const unread = clusters.flatMap(({ cluster, kinds }) => {
    const views = [...kinds.values()];
    const failed = views.filter(({ phase }) => phase.name === 'failed');
    if (clusters.length > 1 && failed.length === views.length) return [cluster];
    const names = failed.map(({ kind }) => words(`kinds.${kind.kind}`));
    return clusters.length > 1 ? names.map(name => `${cluster}: ${name}`) : names;
  });
  if (unread.length === 0) return [];
  return [{ id: 'overview.notChecked.kind', params: { kinds: unread.join(', ') } }];
}

/** Where only some namespaces are read, which. */
function elsewhereOf({ cluster, kinds }: ClusterView): Sentence[] {
  const read = new Set([...kinds.values()].flatMap(namespacesOf));
  if (read.size === 0) return [];
  return [{ id: 'page.only', params: { cluster, namespaces: [...read].join(', ') } }];
}

/** Of what Flux applied: how much is healthy, what was not looked at, and why not. */
function appliedOf(applied: Verdict['applied'], diagnoses: readonly DiagnosisView[]): Sentence[] {
  const { healthy, unhealthy, notChecked } = applied;
  if (healthy + unhealthy + notChecked === 0) return [];
  const id = notChecked > 0 ? 'overview.applied.some' : 'overview.applied.all';
  return [{ id, params: { count: healthy, notChecked } }, ...unreadOf(diagnoses)];
}

/** Why not: kinds for the same reason together. */
function unreadOf(diagnoses: readonly DiagnosisView[]): Sentence[] {
  const reasons = new Map<string, { why: Sentence; kinds: Set<string> }>();
  for (const { what, why } of diagnoses.flatMap(view => view.unread)) {
    const { verb = '', said = '' } = why.params ?? {};
    const key = `${why.id} ${verb} ${said}`;
    const reason = reasons.get(key) ?? { why, kinds: new Set() };
    reasons.set(key, reason);
    reason.kinds.add(what);
  }
  return [...reasons.values()].map(({ why, kinds }) => ({
    id: why.id,
    params: { ...why.params, kind: [...kinds].join(', ') },
  }));
}

/** What the verdict does not speak of: what could not or may not be read, and how much of what Flux applied. */
export function NotLooked({
  clusters,
  diagnoses,
  applied,
}: {
  clusters: readonly ClusterView[];
  diagnoses: readonly DiagnosisView[];
  applied: Verdict['applied'];
}) {
  const words = useWords();
  const sentences = [
    ...appliedOf(applied, diagnoses),
    ...clusters.flatMap(view => [...elsewhereOf(view), ...forbiddenIn(view, words)]),
    ...failedIn(clusters, words),
  ];
  if (sentences.length === 0) return null;
  return (
    <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem', mt: 1 }}>
      {sentences.map(sentence => (
        <Box component="p" key={JSON.stringify(sentence)} sx={{ my: 0.5 }}>
          <Say {...sentence} />
        </Box>
      ))}
    </Box>
  );
}
