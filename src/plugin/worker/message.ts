import type { Jobs } from './jobs.ts';

/** From the page: which job, with what. */
export interface Asked {
  id: number;
  job: keyof Jobs;
  input: unknown;
}

/** From the worker: what came of it, or why nothing did. */
export type Answered = { id: number; output: unknown } | { id: number; error: string };

/** Does one job; an error is an answer too. */
export function answer(jobs: Jobs, { id, job, input }: Asked): Answered {
  try {
    const run = jobs[job] as (input: unknown) => unknown;
    return { id, output: run(input) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}
