import { buildHost } from '../demo/host/build/buildHost.ts';
import { buildPlugin } from './buildPlugin.ts';
import { local, run } from './steps.ts';

const asked = process.argv.slice(2);
// Of two at once neither may redraw the terminal.
const vitest = (...args: string[]) =>
  run(local('vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts', ...args), { CI: '1' });

async function runAll(): Promise<boolean> {
  // Both need them, and would build them at the same time.
  await Promise.all([buildPlugin(), buildHost()]);
  // What runs in the browser waits for most of its time: the rest runs beside it.
  const runs = [vitest('--project', 'browser'), vitest('--project', 'node', '--project', 'jsdom')];
  return (await Promise.all(runs)).every(Boolean);
}

const ok = await (asked.length > 0 ? vitest(...asked) : runAll());
process.exit(ok ? 0 : 1);
