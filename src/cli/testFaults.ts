import { buildGoTools, NoGoError, planeTools } from '../demo/plane/goTools.ts';
import { local, run } from './steps.ts';

// Every fault of test/faults on the embedded world, then on real Flux where Go can build it. Prints a table of each.
const vitest = local('vitest/vitest.mjs', 'run', '--config', 'test/faults/vitest.config.ts');
let ok = await run(vitest);
try {
  await buildGoTools(planeTools, line => void process.stderr.write(`${line}\n`));
  ok = (await run(vitest, { LUMEN_FAULTS_ON: 'flux' })) && ok;
} catch (error) {
  if (!(error instanceof NoGoError)) throw error;
  process.stderr.write(`${error.message}\n`);
}
process.exit(ok ? 0 : 1);
