import type { Question } from '../../src/plugin/live/answers.ts';
import type { SidecarView } from '../../src/plugin/live/views.ts';
import { newest, older } from '../fixtures/fluxObjects.ts';

/** What a sidecar would answer, by route or by path, or that there is none (`absent`); to anything else it has not answered yet. To be emptied after each test. */
export const answers = new Map<string, unknown>();

/** A sidecar that knows the fixtures' two revisions: two commits lie between them, and seven objects differ. */
export function answerTwoRevisions(): void {
  answers.set('/v1/info', { features: ['changes'], ledger: { state: 'ready' } });
  const rows = [newest, older].map((revision, at) => ({ revision, seenAt: 2 - at }));
  answers.set('/v1/history', { rows });
  answers.set('/v1/log', { commits: [], count: 2, isComplete: true });
  answers.set('/v1/changes', { type: 'head', counts: { objects: 7 } });
}

/** The questions of one test, each once. */
export const asked = new Set<string>();

/** Stands for the hook of `live/useAnswer.ts` where a test shows views and asks nothing. */
export function useAnswer<T>(_: string, question: Question<T> | undefined): SidecarView<T> {
  if (!question) return { state: 'loading' };
  const { path, read } = question;
  asked.add(path);
  const answer = answers.get(path) ?? answers.get(path.replace(/\?.*$/, ''));
  if (answer === 'absent') return { state: 'absent' };
  const value = read(answer);
  return value === undefined ? { state: 'loading' } : { state: 'known', value, isNewer: false };
}
