import { join } from 'node:path';
import { buildPlugin } from './buildPlugin.ts';
import { root, run } from './steps.ts';

await buildPlugin();
const main = join(root, 'test/bench/main.ts');
const ok = await run([process.execPath, main, ...process.argv.slice(2)]);
process.exit(ok ? 0 : 1);
