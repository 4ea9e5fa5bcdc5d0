import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildGoTools, oracleTools } from '../../src/demo/plane/goTools.ts';
import { runProcess } from '../../src/node/process.ts';

/** Commands that others wrote, run in a home of their own. */
export interface OracleCommands {
  /** Files are made and found here. */
  folder: string;
  /** What it says; throws what it complains of. */
  run(command: 'crane' | 'flux' | 'helm', ...args: string[]): Promise<string>;
  close(): Promise<void>;
}

export async function startOracleCommands(): Promise<OracleCommands> {
  const folder = await mkdtemp(join(tmpdir(), 'lumen-oracle-'));
  const home = join(folder, 'home');
  await mkdir(home);
  const tools = await buildGoTools(oracleTools, line => process.stderr.write(`${line}\n`));
  return {
    folder,
    async run(command, ...args) {
      const { code, stdout, stderr } = await runProcess(join(tools.folder, command), args, {
        cwd: folder,
        env: { HOME: home, DOCKER_CONFIG: home, PATH: process.env.PATH ?? '' },
        timeout: 60_000,
      });
      if (code !== 0) throw new Error(`${command} ${args[0]}: ${stderr.toString().trim()}`);
      return stdout.toString().trim();
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
