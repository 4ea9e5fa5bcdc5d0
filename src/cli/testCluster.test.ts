import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runProcess } from '../node/process.ts';
import { root } from './steps.ts';

it('says in one line that there is no Go, with an exit code of its own', async () => {
  const args = [join(root, 'src/cli/testCluster.ts')];
  const ended = await runProcess(process.execPath, args, { env: { PATH: '' }, timeout: 30_000 });
  expect({ code: ended.code, said: ended.stderr.toString() }).toEqual({
    code: 3,
    said: 'Go is not on PATH: the real control plane is built with Go 1.26 or newer.\n',
  });
});
