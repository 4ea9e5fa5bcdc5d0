import react from '@vitejs/plugin-react';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = resolve(import.meta.dirname, '..');

/** Three worlds: everything that runs in Node, React in jsdom, and Chromium (driven from Node) on the demo. */
export default defineConfig({
  root,
  publicDir: false,
  plugins: [react()],
  test: {
    reporters: ['default', resolve(root, 'test/closingLine.ts')],
    pool: 'forks',
    poolOptions: { forks: { maxForks: 2 } },
    // A busy machine is no failure: what hangs is told from what is slow by far more than anything takes.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          // Those need the real control plane, or take minutes: `npm run test:cluster`, `npm run test:faults`.
          exclude: ['test/cluster/**', 'test/faults/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          environment: 'node',
          include: ['test/browser/*.spec.ts'],
          globalSetup: 'test/browser/demo.setup.ts',
          // One demo and one browser at a time: the specs share what they look at.
          poolOptions: { forks: { singleFork: true } },
          // A push, a rollout, a crash and what is told of it take their time.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 90_000 } },
        },
      },
      {
        extends: true,
        test: {
          name: 'jsdom',
          environment: 'jsdom',
          include: ['src/**/*.test.tsx'],
          setupFiles: 'test/jsdom.setup.ts',
        },
      },
    ],
  },
});
