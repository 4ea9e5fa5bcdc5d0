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
const paths = process.argv.slice(2);
let ok = true;
// One after the other: each starts a control plane of its own, and the second would wait for minutes.
for (const config of ['vitest.config.ts', 'pages.config.ts']) {
  const named = paths.length > 0 ? [...paths, '--passWithNoTests'] : [];
  const args = ['run', '--config', `test/cluster/${config}`, ...named];
  ok = (await run(local('vitest/vitest.mjs', ...args))) && ok;
}
process.exit(ok ? 0 : 1);
