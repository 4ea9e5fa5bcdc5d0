import { record } from '../../core/kubernetes/object.ts';
import type { ReconcilerContext } from './context.ts';
import type { SourceFailed } from './gitRepositoryStatus.ts';
import type { StatusDraft } from './statusDraft.ts';

const manager = 'source-controller';
const group = 'source.toolkit.fluxcd.io';

/** Tells of one run what Flux would: what failed, what was stored, or that nothing changed. */
export function announceGitRepository(
  draft: StatusDraft,
  before: Record<string, unknown>,
  {
    subject,
    failure,
    hadTrouble,
  }: { subject?: string; failure?: SourceFailed; hadTrouble: boolean },
  { events, log }: Pick<ReconcilerContext, 'events' | 'log'>
): void {
  const { object } = draft;
  if (failure) {
    const { reason, message } = failure;
    events.record(object, manager, { type: 'Warning', reason, message });
    return;
  }
  const artifact = record(draft.status.artifact);
  const annotations = {
    [`${group}/revision`]: String(artifact.revision),
    [`${group}/digest`]: String(artifact.digest),
  };
  if (subject !== undefined && artifact.digest !== before.digest) {
    const message = `stored artifact for commit '${subject}'`;
    events.record(object, manager, {
      type: 'Normal',
      reason: 'NewArtifact',
      message,
      annotations,
    });
    log.info(message, { source: object.metadata.name, revision: artifact.revision });
  } else if (hadTrouble) {
    const message = `stored artifact for commit '${subject ?? artifact.revision}'`;
    events.record(object, manager, { type: 'Normal', reason: 'Succeeded', message, annotations });
  } else {
    const message = `no changes since last reconciliation: observed revision '${artifact.revision}'`;
    events.record(object, manager, { type: 'Normal', reason: 'GitOperationSucceeded', message });
  }
}
