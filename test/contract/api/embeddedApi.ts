import { startCluster } from '../../../src/demo/cluster/cluster.ts';
import type { ApiWorld } from './world.ts';

export function startEmbeddedApi(): Promise<ApiWorld> {
  return startCluster();
}
