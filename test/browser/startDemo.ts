import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** What `npm run demo -- --json` says. */
export interface Demo {
  ui: string;
  api: string;
  git: string;
  kubeconfig: string;
  users: Record<string, { kubeconfig: string }>;
  webhook: string;
}

export interface RunningDemo {
  demo: Demo;
  pid: number;
  close(): Promise<void>;
}

const root = resolve(import.meta.dirname, '../..');

/** The demo as a person would start it; it builds what is not built yet. */
export async function startDemo(...args: string[]): Promise<RunningDemo> {
  const child = spawn(
    process.execPath,
    [join(root, 'src/cli/demo.ts'), '--port', '0', '--json', ...args],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] }
  );
  const ended = new Promise<void>(done => {
    child.on('exit', () => done());
  });
  let said = '';
  child.stderr.on('data', chunk => (said += String(chunk)));
  const line = await new Promise<string>((found, reject) => {
    createInterface({ input: child.stdout }).once('line', found);
    void ended.then(() => reject(new Error(`The demo ended before it was up:\n${said}`)));
  });
  return {
    demo: JSON.parse(line) as Demo,
    pid: child.pid ?? 0,
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
