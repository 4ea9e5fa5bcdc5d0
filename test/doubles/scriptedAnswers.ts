import type { Question } from '../../src/plugin/live/answers.ts';
import type { SidecarView } from '../../src/plugin/live/views.ts';

/** What a sidecar would answer, by route or by path, or that there is none (`absent`); to anything else it has not answered yet. To be emptied after each test. */
export const answers = new Map<string, unknown>();

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
