import { join } from 'node:path';
import { local, root, run } from './steps.ts';

const tsc = (project: string): string[] =>
  local('typescript/bin/tsc', '--project', project, '--pretty', 'false');

const sources = ['src', 'test', 'vite.config.ts', 'headlamp-plugin.config.js', '.eslintrc.cjs'];

/** Every static check, each a line of its own. Two at a time: the machines that run this have two cores. */
const checks: [name: string, command: string[]][] = [
  [
    'lint',
    local(
      'eslint/bin/eslint.js',
      '--max-warnings',
      '0',
      '--ext',
      '.ts,.tsx,.js,.mjs,.cjs',
      ...sources
    ),
  ],
  ['types: plugin', tsc('tsconfig.json')],
  ['types: tests', tsc('test/tsconfig.json')],
  ['types: core', tsc('src/core/tsconfig.json')],
  ['types: node', tsc('src/node/tsconfig.json')],
  ['types: host', tsc('src/demo/host/browser/tsconfig.json')],
  ['format', local('prettier/bin-prettier.js', '--check', '--loglevel', 'warn', '.')],
  ['size', [process.execPath, join(root, 'src/cli/build.ts')]],
  ['unused', local('knip/bin/knip.js', '--no-progress')],
  [
    'layers',
    local('vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts', 'test/layers.test.ts'),
  ],
];

const waiting = [...checks];
const failed: string[] = [];
async function work(): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [name, command] = next;
    const start = Date.now();
    const ok = await run(command);
    process.stdout.write(
      `check ${name}: ${ok ? 'ok' : 'FAILED'} (${((Date.now() - start) / 1000).toFixed(1)} s)\n`
    );
    if (!ok) failed.push(name);
  }
}
await Promise.all([work(), work()]);
process.stdout.write(`${checks.length - failed.length} passed, ${failed.length} failed\n`);
process.exit(failed.length === 0 ? 0 : 1);
