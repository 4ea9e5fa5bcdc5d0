import { join } from 'node:path';
import { local, root, run } from './steps.ts';

// Everything that CI runs a tenth of: fuzz suites with all their seeds, every kill. Paths narrow it down, as for `test`.
const paths = process.argv.slice(2);
const seed = process.env.LUMEN_SEED ?? String(Date.now() % 2 ** 31);
const env = { LUMEN_LONG: '1', LUMEN_SEED: seed };
const say = () =>
  process.stdout.write(`Again with these seeds: LUMEN_SEED=${seed} npm run test:long\n`);

say();
const vitest = local('vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts');
let ok = await run([...vitest, ...paths], env);
if (paths.length === 0) {
  ok = (await run([process.execPath, join(root, 'src/cli/testCluster.ts')], env)) && ok;
}
say();
process.exit(ok ? 0 : 1);
