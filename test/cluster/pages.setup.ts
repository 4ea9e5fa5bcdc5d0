import type { TestProject } from 'vitest/node';
import { startDemo } from '../browser/startDemo.ts';

/** One demo for all specs, as in test/browser, with Flux's own controllers on a real control plane. */
export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  const { demo, pid, close } = await startDemo('--flux');
  provide('demo', demo);
  provide('demoPid', pid);
  return close;
}
