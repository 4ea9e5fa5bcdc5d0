import { join } from 'node:path';
import { root, run } from './steps.ts';

const ok = await run([process.execPath, join(root, 'test/browser/screenshot.ts')]);
process.exit(ok ? 0 : 1);
