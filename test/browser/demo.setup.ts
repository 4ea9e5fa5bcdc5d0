import type { TestProject } from 'vitest/node';
import { startDemo } from './startDemo.ts';

/** One demo for all specs. */
export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  const { demo, close } = await startDemo();
  provide('demo', demo);
  return close;
}
