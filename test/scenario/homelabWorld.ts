import { inject } from 'vitest';
import { buildGoTools, planeTools } from '../../src/demo/plane/goTools.ts';
import { startWorld, type World } from '../../src/demo/world.ts';

/** The whole demo, in memory or on a control plane of its own. Scenarios never ask which. */
export async function startHomelabWorld(): Promise<World> {
  const isReal = inject('plane') !== undefined;
  return startWorld(isReal ? { flux: await buildGoTools(planeTools) } : {});
}
