import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = resolve(import.meta.dirname, '../..');

/** The suites that run on the embedded world run here unchanged, on a real control plane. */
export default defineConfig({
  root,
  publicDir: false,
  test: {
    name: 'cluster',
    environment: 'node',
    reporters: ['default', resolve(root, 'test/closingLine.ts')],
    include: [
      'test/contract/api/*.test.ts',
      'test/scenario/*.test.ts',
      'test/cluster/**/*.test.ts',
    ],
    globalSetup: resolve(import.meta.dirname, 'plane.setup.ts'),
    pool: 'forks',
    poolOptions: { forks: { maxForks: 4 } },
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
