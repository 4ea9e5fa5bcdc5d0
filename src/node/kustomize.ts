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
  const [file, ...args] = options.tool.command;
  const timeout = options.timeout ?? 60_000;
  const restrictor = options.allowFilesAbove ? ['--load-restrictor=LoadRestrictionsNone'] : [];
  const result = await runProcess(file!, [...args, ...restrictor, '--', options.folder], {
    cwd: options.folder,
    env: noNetwork,
    timeout,
    maxOutput: options.maxOutput ?? 64 * 1024 * 1024,
    maxMemory: 1024 * 1024 * 1024,
    signal: options.signal,
  });
  if (result.code === 0) return result.stdout.toString('utf8');
  if (result.timedOut) throw new Error(`kustomize: not done within ${timeout / 1000} s`);
  if (result.truncated) throw new Error('kustomize: its output is too big');
  const said = result.stderr
    .toString()
    .trim()
    .replace(/^error: /i, '');
  throw new Error(said || `kustomize: ended by ${result.signal ?? `exit code ${result.code}`}`);
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
