import type { Demo } from './startDemo.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    demo: Demo;
  }
}
