import type { ErrorAnswer } from '../../protocol/error.ts';

type Said = ErrorAnswer['error'];

/** A question that has no answer here. The message is for whoever asked. */
export class Refused extends Error {
  readonly code: Said['code'];
  readonly missing?: Said['missing'];

  constructor(code: Said['code'], message: string, missing?: Said['missing']) {
    super(message);
    this.name = 'Refused';
    this.code = code;
    this.missing = missing;
  }
}

/** What was asked for, or why there is nothing to answer. */
export type Reply<T> = { answer: T } | { refusal: Said };

/** What `work` answers; the refusals that it throws as values, all else as it was thrown. */
export async function toReply<T>(work: () => Promise<T>): Promise<Reply<T>> {
  try {
    return { answer: await work() };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { code, message, missing } = error;
    return { refusal: { code, message, ...(missing ? { missing } : {}) } };
  }
}
