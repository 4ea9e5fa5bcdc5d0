import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runProcess, startProcess } from './process.ts';

const sh = (script: string) => ['-c', script];

it('returns what a command wrote and how it ended', async () => {
  const input = 'a line';
  const result = await runProcess('sh', sh('cat; echo no >&2; exit 3'), { input, timeout: 20_000 });
  expect(result).toEqual({
    code: 3,
    signal: null,
    stdout: Buffer.from('a line'),
    stderr: Buffer.from('no\n'),
    timedOut: false,
    truncated: false,
  });
});

it('gives a command only the environment that it is told', async () => {
  const env = { PATH: '/usr/bin:/bin', ONLY: 'this' };
  const { stdout } = await runProcess('env', [], { env, timeout: 20_000 });
  expect(stdout.toString().trim().split('\n').sort()).toEqual(['ONLY=this', 'PATH=/usr/bin:/bin']);
});

it('kills a command and everything that it started when its time is over', async () => {
  const { stdout, timedOut, signal } = await runProcess('sh', sh('sleep 600 & echo $!; wait'), {
    timeout: 300,
    env: { PATH: '/usr/bin:/bin' },
  });
  expect({ timedOut, signal }).toEqual({ timedOut: true, signal: 'SIGKILL' });
  await gone(Number(stdout.toString()));
});

it('cuts a command off that writes without end', async () => {
  const result = await runProcess('sh', sh('while :; do echo yyyyyyyyyyyyyyyy; done'), {
    timeout: 60_000,
    maxOutput: 1000,
  });
  expect({ ...result, stdout: result.stdout.length }).toEqual({
    code: null,
    signal: 'SIGKILL',
    stdout: 1000,
    stderr: Buffer.alloc(0),
    timedOut: false,
    truncated: true,
  });
});

it('kills a command that is aborted and throws the reason', async () => {
  const controller = new AbortController();
  const running = runProcess('sh', sh('sleep 600'), {
    timeout: 60_000,
    env: { PATH: '/usr/bin:/bin' },
    signal: controller.signal,
  });
  controller.abort(new Error('no longer wanted'));
  await expect(running).rejects.toThrow('no longer wanted');
});

it('names a command that is not there', async () => {
  await expect(runProcess('no-such-command', [], { timeout: 1000 })).rejects.toThrow(
    'no-such-command: no such command on PATH'
  );
});

it.runIf(process.platform === 'linux')('ends a command that takes too much memory', async () => {
  const options = { timeout: 60_000, maxMemory: 64 * 1024 * 1024, env: { PATH: '/usr/bin:/bin' } };
  const result = await runProcess(
    'sh',
    sh('x=$(head -c 400000000 /dev/zero | tr "\\0" x)'),
    options
  );
  expect(result.code === 0).toBe(false);
});

it('ends a long-running child together with what it started', async () => {
  const child = await startProcess('sh', sh('sleep 600 & echo $!; wait'), {
    env: { PATH: '/usr/bin:/bin' },
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  await child.close();
  await gone(Number(line.toString()));
});

it('ends a long-running child when this process is killed', async () => {
  const script = `
    import { startProcess } from ${JSON.stringify(join(import.meta.dirname, 'process.ts'))};
    const child = await startProcess('sleep', ['600'], {});
    console.log(child.pid);
  `;
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', script]);
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  parent.kill('SIGKILL');
  await gone(Number(line.toString()));
});

/** Resolves when no process has this id; a zombie that nobody has waited for yet counts as gone. */
async function gone(pid: number): Promise<void> {
  await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
}

function isRunning(pid: number): boolean {
  expect(pid).toBeGreaterThan(1);
  try {
    process.kill(pid, 0);
    return !/^\S+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
