import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = resolve(import.meta.dirname, '../..');
const onFlux = process.env.LUMEN_FAULTS_ON === 'flux';

/** Each fault on the embedded world, and with `LUMEN_FAULTS_ON=flux` on a real control plane with real Flux. */
export default defineConfig({
  root,
  publicDir: false,
  test: {
    environment: 'node',
    include: ['test/faults/*.test.ts'],
    reporters: ['default', resolve(root, 'test/closingLine.ts')],
    globalSetup: onFlux ? ['test/cluster/plane.setup.ts'] : [],
    // They mostly wait, and share one reading of the cluster.
    maxConcurrency: 8,
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
});
