import type { TestProject } from 'vitest/node';
import type { Demo } from './startDemo.ts';
import { startDemo } from './startDemo.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    demo: Demo;
  }
}

/** One demo for all specs. */
export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  const { demo, close } = await startDemo();
  provide('demo', demo);
  return close;
}
