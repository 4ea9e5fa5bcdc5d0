import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { findOnPath } from './findOnPath.ts';

interface ProcessOptions {
  cwd?: string;
  /** The whole environment: nothing is inherited. */
  env?: Record<string, string>;
}

export interface RunOptions extends ProcessOptions {
  input?: string | Uint8Array;
  /** Milliseconds, then the whole process group is killed. */
  timeout: number;
  /** Bytes of stdout, and of stderr, before it is killed; 16 MiB unless told. */
  maxOutput?: number;
  /** Bytes of data it may hold, and each process that it starts: enforced by Linux. */
  maxMemory?: number;
  signal?: AbortSignal;
}

export interface RunResult {
  code: number | null;
  signal: string | null;
  stdout: Buffer;
  stderr: Buffer;
  timedOut: boolean;
  truncated: boolean;
}

/** Runs a command to its end. Rejects where it cannot be started or is aborted, never for its exit code. */
export async function runProcess(
  file: string,
  args: string[],
  options: RunOptions
): Promise<RunResult> {
  options.signal?.throwIfAborted();
  const [command, ...rest] = limited([await resolveCommand(file), ...args], options);
  const child = spawn(command!, rest, {
    cwd: options.cwd,
    env: options.env ?? {},
    detached: true,
    stdio: 'pipe',
  });
  const forget = endWithUs(child);
  const result = { timedOut: false, truncated: false };
  const end = () => endGroup(child, 'SIGKILL');
  const limit = options.maxOutput ?? 16 * 1024 * 1024;
  const onFull = () => {
    result.truncated = true;
    end();
  };
  const [stdout, stderr] = [
    collect(child.stdout, limit, onFull),
    collect(child.stderr, limit, onFull),
  ];
  const timer = setTimeout(() => {
    result.timedOut = true;
    end();
  }, options.timeout);
  if (options.signal?.aborted) end();
  options.signal?.addEventListener('abort', end);
  // A command may end before it has read its input: that is its own business.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input);
  try {
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => resolve([code, signal]));
    });
    options.signal?.throwIfAborted();
    return { code, signal, stdout: stdout(), stderr: stderr(), ...result };
  } finally {
    forget();
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', end);
  }
}

export interface RunningProcess {
  pid: number;
  stdout: Readable;
  stderr: Readable;
  /** Resolves when it has ended, by itself or not. */
  ended: Promise<{ code: number | null; signal: string | null }>;
  /** Sends a signal to the process and everything that it started. */
  kill(signal: NodeJS.Signals): void;
  /** Ends the whole group: SIGTERM, and SIGKILL to what is left after `grace` milliseconds (1,500). */
  close(grace?: number): Promise<void>;
}

/**
 * A child that lives until `close`. Its whole process group ends with it, and with this process too, however that
 * ends: a small shell waits on a pipe that only this process holds, and ends the group when the pipe breaks.
 */
export async function startProcess(
  file: string,
  args: string[],
  options: ProcessOptions = {}
): Promise<RunningProcess> {
  const child = spawn(await resolveCommand(file), args, {
    cwd: options.cwd,
    env: options.env ?? {},
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>(resolve => {
    child.on('exit', (code, signal) => resolve({ code, signal }));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const pid = child.pid!;
  const guard = process.platform === 'win32' ? undefined : startGuard(pid);
  const forget = endWithUs(child);
  void ended.then(() => {
    // What it started and left behind must not outlive it.
    endGroup(child, 'SIGKILL');
    forget();
    guard?.kill('SIGKILL');
  });
  return {
    pid,
    stdout: child.stdout,
    stderr: child.stderr,
    ended,
    kill: signal => endGroup(child, signal),
    async close(grace = 1500) {
      endGroup(child, 'SIGTERM');
      const timer = setTimeout(() => endGroup(child, 'SIGKILL'), grace);
      await ended;
      clearTimeout(timer);
    },
  };
}

const running = new Set<ChildProcess>();

/** Ends a child when this process exits; answers how to forget it once it has ended by itself. */
function endWithUs(child: ChildProcess): () => void {
  if (running.size === 0) process.once('exit', endAll);
  running.add(child);
  return () => {
    running.delete(child);
    if (running.size === 0) process.removeListener('exit', endAll);
  };
}

function endAll(): void {
  for (const child of running) endGroup(child, 'SIGKILL');
}

function startGuard(group: number): ChildProcess {
  const script = 'read _; kill -TERM "-$1" && sleep 2 && kill -KILL "-$1"';
  const guard = spawn('/bin/sh', ['-c', script, 'guard', String(group)], {
    env: { PATH: '/usr/bin:/bin' },
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => {});
  guard.stdin?.on('error', () => {});
  // Neither may keep this process alive.
  guard.unref();
  (guard.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return guard;
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    // Ended already.
  }
}

async function resolveCommand(file: string): Promise<string> {
  if (file.includes('/') || process.platform === 'win32') return file;
  const found = await findOnPath(file);
  if (!found) throw new Error(`${file}: no such command on PATH`);
  return found;
}

/**
 * Bounds data, not address space: Go and Node reserve far more than they use. By the shell that every system has, as a
 * small image has no `prlimit`. The bound on processor time ends it too where this process dies and its timer with it.
 */
function limited(command: string[], { maxMemory, timeout }: RunOptions): string[] {
  if (maxMemory === undefined || process.platform === 'win32') return command;
  const script = 'ulimit -d "$1"; ulimit -t "$2"; ulimit -c 0; shift 2; exec "$@"';
  const [kilobytes, seconds] = [Math.floor(maxMemory / 1024), Math.ceil(timeout / 1000) * 4];
  return ['/bin/sh', '-c', script, 'limited', ...[kilobytes, seconds].map(String), ...command];
}

function collect(stream: Readable, limit: number, onFull: () => void): () => Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    const room = limit - size;
    size += chunk.length;
    if (room > 0) chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
    if (size > limit) onFull();
  });
  stream.on('error', () => {});
  return () => Buffer.concat(chunks);
}
