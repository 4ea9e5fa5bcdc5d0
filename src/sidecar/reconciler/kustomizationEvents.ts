import { kustomizeGroup } from '../../core/flux/markers.ts';
import type { EventRecorder } from './events.ts';
import type { StatusDraft } from './statusDraft.ts';

/** Writes events of a Kustomization as Flux does: the reason is the one that Ready has at the time. */
export function kustomizationEvents(draft: StatusDraft, events: EventRecorder) {
  return (
    type: 'Normal' | 'Warning',
    message: string,
    metadata: { revision?: string; commit_status?: string } = {}
  ): void => {
    const known = Object.entries(metadata).filter(([, value]) => value !== undefined);
    const annotations = Object.fromEntries(
      known.map(([key, value]) => [`${kustomizeGroup}/${key}`, String(value)])
    );
    const severity = type === 'Warning' ? 'error' : 'info';
    const reason = draft.condition('Ready')?.reason ?? severity;
    events.record(draft.object, 'kustomize-controller', { type, reason, message, annotations });
  };
}
