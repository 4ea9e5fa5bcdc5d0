import react from '@vitejs/plugin-react';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = resolve(import.meta.dirname, '..');

/** Two worlds: everything that runs in Node (the browser tests drive Chromium from there), and React in jsdom. */
export default defineConfig({
  root,
  publicDir: false,
  plugins: [react()],
  test: {
    reporters: ['default', resolve(root, 'test/closingLine.ts')],
    pool: 'forks',
    poolOptions: { forks: { maxForks: 2 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'test/**/*.spec.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'jsdom', environment: 'jsdom', include: ['src/**/*.test.tsx'] },
      },
    ],
  },
});
