import type { SharedPlane } from './sharedPlane.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    plane: SharedPlane;
    /** Of the process that runs Flux's controllers beside the pages. */
    demoPid: number;
  }
}
