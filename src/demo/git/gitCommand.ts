import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What Git may know of this machine: where its programs are, and nothing of the user's or system's settings. */
export function gitEnvironment(): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
}

/** What `git ARGS` prints. Throws with Git's own words when it fails. */
export async function git(folder: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', args, {
    cwd: folder,
    env: gitEnvironment(),
    timeout: 30_000,
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout;
}
