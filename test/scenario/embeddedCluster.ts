import { appendFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startClusterWorld } from '../../src/demo/clusterWorld.ts';
import { provisionCluster } from '../../src/demo/homelab/bootstrap.ts';
import type { Gate } from './own/gate.ts';
import type { ScenarioCluster } from './scenarioWorld.ts';

export interface EmbeddedClusterOptions {
  folder: string;
  /** Stands between the reconciler and the API server; called with the latter's port. */
  gate?: (port: number) => Promise<Gate>;
}

/** A cluster in memory that Lumen's own reconciler works on. */
export async function startEmbeddedCluster(
  options: EmbeddedClusterOptions
): Promise<ScenarioCluster> {
  const { folder } = options;
  await mkdir(folder, { recursive: true });
  const logFile = join(folder, 'log');
  const log = (line: string) => appendFileSync(logFile, `${line}\n`);
  const world = await startClusterWorld({ name: 'scenario', folder, log });
  await provisionCluster(world.access('admin'));
  const gate = await options.gate?.(Number(new URL(world.cluster.url).port));
  await world.startReconciler(gate && { server: `https://${gate.address}` });
  return {
    access: world.access,
    receiver: () => world.reconciler().receiver,
    crash: () => world.reconciler().kill(),
    recover: () => world.reconciler().start(),
    sidecar: {
      storage: world.storage,
      logFile,
      crash: () => world.sidecar().kill('SIGKILL'),
      recover: () => world.sidecar().start(),
    },
    async close() {
      gate?.close();
      await world.close();
    },
  };
}
