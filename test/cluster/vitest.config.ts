import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = resolve(import.meta.dirname, '../..');
const cluster = 'test/cluster';

/**
 * The suites that run on the embedded world run here unchanged, on a real control plane; and people's rights, and a
 * control plane that falters, in Chromium on the demo with real Flux.
 */
export default defineConfig({
  root,
  publicDir: false,
  test: {
    environment: 'node',
    reporters: ['default', resolve(root, 'test/closingLine.ts')],
    pool: 'forks',
    poolOptions: { forks: { maxForks: 4 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'cluster',
          include: [
            'test/contract/api/*.test.ts',
            'test/scenario/*.test.ts',
            `${cluster}/**/*.test.ts`,
          ],
          globalSetup: `${cluster}/plane.setup.ts`,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'pages',
          include: ['test/browser/rights.spec.ts', `${cluster}/*.spec.ts`],
          globalSetup: `${cluster}/pages.setup.ts`,
          // One demo and one browser at a time: the specs share what they look at.
          poolOptions: { forks: { singleFork: true } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
