import { list, record, text } from '../../core/kubernetes/object.ts';
import { type InfoAnswer, infoRoute } from '../../protocol/info.ts';
import type { Question } from './answers.ts';
import type { ClusterStore } from './clusterStore.ts';
import { useAnswer } from './useAnswer.ts';
import type { SidecarView } from './views.ts';

function readInfo(body: unknown): InfoAnswer | undefined {
  const { ledger, features } = record(body);
  if (text(record(ledger).state) === undefined) return undefined;
  return { ...(body as InfoAnswer), features: list(features).flatMap(each => text(each) ?? []) };
}

const question: Question<InfoAnswer> = { path: infoRoute, read: readInfo, againIn: () => 60_000 };

/** Another one when a sidecar is installed, is ready, or goes: as far as Flux's controllers are read. */
function stampOf({ objects }: ClusterStore): string | undefined {
  for (const id of objects.suspects.controllers()) {
    const object = objects.graph.object(id);
    if (object?.kind !== 'Deployment') continue;
    if (object.metadata.labels?.['app.kubernetes.io/part-of'] !== 'lumen') continue;
    return `${object.metadata.uid} ${Number(record(object.status).availableReplicas ?? 0)}`;
  }
  return undefined;
}

/**
 * What a cluster's sidecar is and can do: asked once for all that want to know, each minute, and when its Deployment
 * says that it came.
 */
export function useInfo(cluster: string): SidecarView<InfoAnswer> {
  return useAnswer(cluster, question, stampOf);
}

/** Whether the sidecar answers what changed between revisions: only then anything links to it. */
export function useTellsChanges(cluster: string): boolean {
  const info = useInfo(cluster);
  return info.state === 'known' && info.value.features.includes('changes');
}
