import type { SharedPlane } from './sharedPlane.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    plane: SharedPlane;
  }
}
