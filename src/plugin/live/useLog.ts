import { list, record, text } from '../../core/kubernetes/object.ts';
import { type LogAnswer, logRoute } from '../../protocol/history.ts';
import { withQuery } from '../headlamp/connection.ts';
import { useAnswer } from './useAnswer.ts';
import type { SidecarView } from './views.ts';

function readLog(body: unknown): LogAnswer | undefined {
  const { commits, count } = record(body);
  if (!Array.isArray(commits) || typeof count !== 'number') return undefined;
  const readable = list(commits).filter(each => text(record(each).hash) !== undefined);
  return { ...(body as LogAnswer), commits: readable as LogAnswer['commits'] };
}

/** The commits after `from` up to `to`, both revisions of a source. `of` says whose inputs they may touch. */
export function useLog(
  cluster: string,
  query: { of: string; from: string; to: string } | undefined
): SidecarView<LogAnswer> {
  const path = query && withQuery(logRoute, { ...query });
  return useAnswer(cluster, path ? { path, read: readLog } : undefined);
}
