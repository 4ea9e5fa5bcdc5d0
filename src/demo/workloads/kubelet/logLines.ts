import type { ImageBehaviour } from '../imageBehaviour.ts';
import type { ContainerRun } from './podRun.ts';

export interface LogLine {
  /** Milliseconds. */
  time: number;
  text: string;
}

/** What a container has written since its last start, or before it: derived from what its image does, not kept. */
export function logLines(
  run: ContainerRun,
  behaviour: ImageBehaviour | undefined,
  image: string,
  which: 'current' | 'previous'
): LogLine[] | undefined {
  const { state } = run;
  const life =
    which === 'previous'
      ? run.last && { startedAt: run.last.startedAt, exit: run.last }
      : state.phase === 'running'
      ? { startedAt: state.startedAt, exit: undefined }
      : 'exit' in state
      ? { startedAt: state.exit.startedAt, exit: state.exit }
      : run.last && { startedAt: run.last.startedAt, exit: run.last };
  if (!life) return undefined;
  const begins = behaviour?.log ?? [`${image} started`];
  const ends = life.exit && life.exit.code !== 0 ? behaviour?.crashes?.log ?? [] : [];
  return [
    ...begins.map((text, index) => ({ time: life.startedAt + index, text })),
    ...ends.map(text => ({ time: life.exit!.finishedAt, text })),
  ];
}

export interface LogQuery {
  tailLines?: number;
  /** Milliseconds. */
  since?: number;
  timestamps: boolean;
  limitBytes?: number;
}

export function printLog(lines: LogLine[], query: LogQuery): string {
  const recent = lines.filter(line => query.since === undefined || line.time >= query.since);
  const first = query.tailLines === undefined ? 0 : Math.max(recent.length - query.tailLines, 0);
  const chosen = recent.slice(first);
  const text = chosen
    .map(({ time, text }) =>
      query.timestamps ? `${new Date(time).toISOString().replace('Z', '000000Z')} ${text}` : text
    )
    .map(line => `${line}\n`)
    .join('');
  return query.limitBytes === undefined ? text : text.slice(0, query.limitBytes);
}
