import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** A program of node_modules, run by the Node that runs us. */
export function local(bin: string, ...args: string[]): string[] {
  return [process.execPath, join(root, 'node_modules', bin), ...args];
}

/** Runs a command with its output as it comes; answers whether it succeeded. */
export function run(command: string[], env: Record<string, string> = {}): Promise<boolean> {
  const [file = '', ...args] = command;
  return new Promise(done => {
    const child = spawn(file, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.on('error', error => {
      process.stderr.write(`${file}: ${error.message}\n`);
      done(false);
    });
    child.on('exit', code => done(code === 0));
  });
}
