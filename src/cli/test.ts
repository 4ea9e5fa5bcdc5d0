import { local, run } from './steps.ts';

const ok = await run(
  local('vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts', ...process.argv.slice(2))
);
process.exit(ok ? 0 : 1);
