import { buildGoTools, NoGoError, oracleTools, planeTools } from '../demo/plane/goTools.ts';
import { local, run } from './steps.ts';

/** What this needs is not here; nothing was tested. */
const withoutGo = 3;

try {
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  for (const tools of [planeTools, oracleTools]) await buildGoTools(tools, log);
} catch (error) {
  if (!(error instanceof NoGoError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(withoutGo);
}
const config = 'test/cluster/vitest.config.ts';
const ok = await run(
  local('vitest/vitest.mjs', 'run', '--config', config, ...process.argv.slice(2))
);
process.exit(ok ? 0 : 1);
