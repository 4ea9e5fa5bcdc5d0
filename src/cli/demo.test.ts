import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { root } from './steps.ts';

const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function startDemo(...args: string[]) {
  const child = spawn(process.execPath, [join(root, 'src/cli/demo.ts'), ...args], { cwd: root });
  started.push(child);
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', chunk => (said.stdout += String(chunk)));
  child.stderr.on('data', chunk => (said.stderr += String(chunk)));
  return { child, said, ended: once(child, 'close') as Promise<[number | null]> };
}

/** Starts the whole demo and answers what it printed for scripts. */
async function startWhole(...args: string[]) {
  const demo = startDemo('--port', '0', '--json', ...args);
  while (!demo.said.stdout.includes('\n')) {
    if (demo.child.exitCode !== null) throw new Error(demo.said.stderr);
    await sleep(50);
  }
  return { ...demo, line: JSON.parse(demo.said.stdout) as Record<string, string> };
}

/** Ids of the processes that a demo's sidecars are: they name its folder. */
function sidecarsOf(folder: string): string[] {
  const all = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' });
  return all.split('\n').filter(line => line.includes('sidecar/main.ts') && line.includes(folder));
}

const folderOf = (line: Record<string, string>) =>
  /^.*lumen-world-[^/]+/.exec(line.kubeconfig ?? '')?.[0] ?? '';

describe('npm run demo', () => {
  it('refuses an unknown flag in one line, with exit code 2', async () => {
    const { said, ended } = startDemo('--prot', '1');
    expect(await ended).toEqual([2, null]);
    expect(said).toEqual({
      stdout: '',
      stderr:
        'Unknown flag "--prot": the demo knows --port N, --user NAME, --clusters N, --flux, --kubeconfig FILE, --context NAME and --json.\n',
    });
  });

  it('refuses a busy port in one line, with exit code 2', async () => {
    const busy = createServer();
    await new Promise<void>(resolve => {
      busy.listen(0, '127.0.0.1', resolve);
    });
    const { port } = busy.address() as AddressInfo;
    const { said, ended } = startDemo('--port', String(port));
    expect(await ended).toEqual([2, null]);
    expect(said).toEqual({
      stdout: '',
      stderr: `Port ${port} is busy: give another with --port N, or --port 0 for any free one.\n`,
    });
    busy.close();
  });

  it('prints one line for scripts, and ends with all that it started and made', async () => {
    const { child, said, ended, line } = await startWhole();
    expect(line).toEqual({
      ui: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      api: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/),
      git: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/hd\/homelab\.git$/),
      kubeconfig: expect.stringMatching(/admin\.kubeconfig$/),
      users: Object.fromEntries(
        ['admin', 'viewer', 'nobody'].map(user => [
          user,
          { kubeconfig: expect.stringContaining(`/${user}.kubeconfig`) },
        ])
      ),
      webhook: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/hook\/[0-9a-f]{64}$/),
    });
    expect(existsSync(line.kubeconfig ?? '')).toBe(true);
    expect((await fetch(`${line.ui}/config`)).status).toBe(200);
    expect(sidecarsOf(folderOf(line))).toHaveLength(1);
    const start = Date.now();
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(Date.now() - start).toBeLessThan(5000);
    expect(said.stdout.trim().split('\n')).toHaveLength(1);
    expect(sidecarsOf(folderOf(line))).toEqual([]);
    expect(existsSync(folderOf(line))).toBe(false);
  }, 120_000);

  it('signs a browser that was never here in as the user asked for', async () => {
    const { line } = await startWhole('--user', 'viewer');
    const visit = await fetch(line.ui ?? '');
    const cookie = visit.headers
      .getSetCookie()
      .map(each => each.split(';')[0])
      .join('; ');
    const me = await fetch(`${line.ui}/clusters/noah/me`, { headers: { cookie } });
    expect(await me.json()).toMatchObject({ username: 'viewer' });
  }, 120_000);

  it('leaves no process behind when it is killed', async () => {
    const { child, line } = await startWhole();
    child.kill('SIGKILL');
    const giveUp = Date.now() + 10_000;
    while (sidecarsOf(folderOf(line)).length > 0 && Date.now() < giveUp) await sleep(100);
    expect(sidecarsOf(folderOf(line))).toEqual([]);
  }, 120_000);
});
