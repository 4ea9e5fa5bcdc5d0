import { runProcess } from './process.ts';
import type { Tool } from './tools.ts';

export interface BuildOptions {
  /** From `findKustomize`. */
  tool: Tool;
  /** The folder with the kustomization. */
  folder: string;
  /** Milliseconds; 60,000 unless told. */
  timeout?: number;
  /** Bytes of YAML; 64 MiB unless told. */
  maxOutput?: number;
  signal?: AbortSignal;
  /**
   * Whether files above `folder` may be read, as Flux allows within the artifact. kustomize would then follow any
   * path, so the caller has refused those that leave the artifact before.
   */
  allowFilesAbove?: boolean;
}

/** The objects of a folder, rendered, as YAML text. Throws what kustomize wrote, whole. */
export async function buildKustomization(options: BuildOptions): Promise<string> {
  const { tool, timeout = 60_000 } = options;
  const { maxMemory = 1024 * 1024 * 1024 } = tool;
  const [file, ...args] = tool.command;
  const restrictor = options.allowFilesAbove ? ['--load-restrictor=LoadRestrictionsNone'] : [];
  const result = await runProcess(file!, [...args, ...restrictor, '--', options.folder], {
    cwd: options.folder,
    // Near the limit it collects rather than grows.
    env: { ...noNetwork, GOMEMLIMIT: String(Math.floor(maxMemory * 0.75)) },
    timeout,
    maxOutput: options.maxOutput ?? 64 * 1024 * 1024,
    maxMemory,
    signal: options.signal,
  });
  if (result.code === 0) return result.stdout.toString('utf8');
  if (result.timedOut) throw new Error(`kustomize: not done within ${timeout / 1000} s`);
  if (result.truncated) throw new Error('kustomize: its output is too big');
  const said = result.stderr
    .toString()
    .trim()
    .replace(/^error: /i, '');
  if (outOfMemory.test(said)) throw new OutOfMemory(maxMemory);
  throw new Error(said || `kustomize: ended by ${result.signal ?? `exit code ${result.code}`}`);
}

/** How Go ends where it may not grow: a page about its threads, of use to nobody. */
const outOfMemory =
  /^(fatal error: )?runtime: (out of memory|cannot allocate memory)|^fatal error: out of memory/m;

/** It says nothing of what was built, only of who builds. */
export class OutOfMemory extends Error {
  constructor(bytes: number) {
    super(
      `kustomize needs more memory than the ${Math.round(
        bytes / 1024 / 1024
      )} MiB that it may have here`
    );
  }
}

/** kustomize fetches remote bases with git, and remote files itself: without either it cannot. */
const noNetwork = {
  HOME: '/nonexistent',
  PATH: '/nonexistent',
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  ALL_PROXY: 'http://127.0.0.1:9',
  // Rendering is many small allocations: fewer collections make it faster, and the limit on memory stays.
  GOGC: '400',
  GOMAXPROCS: '2',
};
