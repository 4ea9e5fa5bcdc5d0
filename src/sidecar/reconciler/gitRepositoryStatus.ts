import type { StatusDraft } from './statusDraft.ts';

/** Conditions that are there only when they are true; the first that is decides Ready. */
const troubles = [
  'StorageOperationFailed',
  'FetchFailed',
  'IncludeUnavailable',
  'ArtifactOutdated',
];

/** A failure that ends this run. `stalls`: only a change of the spec helps. */
export class SourceFailed extends Error {
  readonly type: string;
  readonly reason: string;
  readonly stalls: boolean;

  constructor(type: string, reason: string, message: string, stalls = false) {
    super(message);
    this.type = type;
    this.reason = reason;
    this.stalls = stalls;
  }
}

export function hasTrouble(draft: StatusDraft): boolean {
  return troubles.some(type => draft.condition(type));
}

/** The end of a run: Ready says what the other conditions sum up to. */
export function sumUp(
  draft: StatusDraft,
  failure: SourceFailed | undefined,
  requested?: string
): void {
  if (requested) draft.set({ lastHandledReconcileAt: requested });
  const { generation } = draft.object.metadata;
  if (failure?.stalls) {
    draft.markStalled(failure.reason, failure.message);
    draft.set({ observedGeneration: generation });
  } else if (failure) {
    const message = draft.condition('Reconciling')?.message ?? 'reconciliation in progress';
    draft.mark('Reconciling', 'True', 'ProgressingWithRetry', message);
  } else {
    draft.remove('Reconciling');
    draft.remove('Stalled');
    draft.set({ observedGeneration: generation });
  }
  const trouble = [...troubles, 'Stalled', 'Reconciling']
    .map(type => draft.condition(type))
    .find(condition => condition?.status === 'True');
  const stored = draft.condition('ArtifactInStorage');
  if (trouble) draft.mark('Ready', 'False', trouble.reason ?? '', trouble.message ?? '');
  else if (stored) draft.mark('Ready', 'True', stored.reason ?? '', stored.message ?? '');
}
