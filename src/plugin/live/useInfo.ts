import { list, record, text } from '../../core/kubernetes/object.ts';
import { type InfoAnswer, infoRoute } from '../../protocol/info.ts';
import type { Question } from './answers.ts';
import { useAnswer } from './useAnswer.ts';
import type { SidecarView } from './views.ts';

function readInfo(body: unknown): InfoAnswer | undefined {
  const { ledger, features } = record(body);
  if (text(record(ledger).state) === undefined) return undefined;
  return { ...(body as InfoAnswer), features: list(features).flatMap(each => text(each) ?? []) };
}

const question: Question<InfoAnswer> = { path: infoRoute, read: readInfo, againIn: () => 60_000 };

/** What a cluster's sidecar is and can do: asked once for all that want to know, and again each minute. */
export function useInfo(cluster: string): SidecarView<InfoAnswer> {
  return useAnswer(cluster, question);
}

/** Whether the sidecar answers what changed between revisions: only then anything links to it. */
export function useTellsChanges(cluster: string): boolean {
  const info = useInfo(cluster);
  return info.state === 'known' && info.value.features.includes('changes');
}
