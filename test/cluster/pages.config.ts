import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = resolve(import.meta.dirname, '../..');

/** People's rights, what pushes changed, and a control plane that falters, in Chromium on the demo with Flux's own controllers. */
export default defineConfig({
  root,
  publicDir: false,
  test: {
    name: 'pages',
    environment: 'node',
    reporters: ['default', resolve(root, 'test/closingLine.ts')],
    include: [
      'test/browser/rights.spec.ts',
      'test/browser/changes.spec.ts',
      'test/cluster/*.spec.ts',
    ],
    globalSetup: resolve(import.meta.dirname, 'pages.setup.ts'),
    pool: 'forks',
    // One demo and one browser at a time: the specs share what they look at.
    poolOptions: { forks: { singleFork: true } },
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 90_000 } },
  },
});
