import type { Api } from './api.ts';

/** Runs work after the request that caused it. What goes wrong there is logged: no request is left to hear of it. */
export function later(api: Pick<Api, 'log'>, work: () => void): void {
  setImmediate(() => {
    try {
      work();
    } catch (error) {
      api.log(`background work failed: ${error instanceof Error ? error.stack : String(error)}`);
    }
  });
}
