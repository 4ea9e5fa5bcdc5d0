import { runProcess } from './process.ts';

export interface GitOptions {
  /** The folder to run in, as `git -C`. */
  folder?: string;
  /** Milliseconds; 60,000 unless told. */
  timeout?: number;
  input?: string | Uint8Array;
  maxOutput?: number;
  signal?: AbortSignal;
  /** Transports allowed, as GIT_ALLOW_PROTOCOL writes them; `https:http:ssh` unless told. */
  protocols?: string;
  /** Sent to URLs below `url` only, and never seen in a process list. */
  credentials?: { url: string; username: string; password: string };
  /** Settings, as `git -c`; values may be secret, they travel in the environment. */
  config?: Record<string, string>;
  /** More variables: author and committer names and dates. */
  env?: Record<string, string>;
}

/** Git ended with an exit code, or was ended. `message` is its stderr, whole. */
export class GitError extends Error {
  readonly code: number | null;

  constructor(args: string[], code: number | null, said: string) {
    super(said || `git ${args[0]}: exit code ${code}`);
    this.name = 'GitError';
    this.code = code;
  }
}

/**
 * The `git` command in an environment of its own: nobody's configuration, no prompts, no hooks, no credential
 * helpers, no transports but those allowed. Callers put `--end-of-options` before values from outside.
 */
export async function runGit(args: string[], options: GitOptions = {}): Promise<Buffer> {
  const timeout = options.timeout ?? 60_000;
  const at = options.folder ? ['-C', options.folder] : [];
  const result = await runProcess('git', [...at, ...args], {
    env: {
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      HOME: '/nonexistent',
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
      GIT_ALLOW_PROTOCOL: options.protocols ?? 'https:http:ssh',
      GIT_SSH_COMMAND: 'ssh -oBatchMode=yes',
      ...toEnvironment({ ...quiet, ...credentialConfig(options.credentials), ...options.config }),
      ...options.env,
    },
    input: options.input,
    timeout,
    maxOutput: options.maxOutput,
    signal: options.signal,
  });
  if (result.code === 0) return result.stdout;
  if (result.timedOut) {
    throw new GitError(args, null, `git ${args[0]}: not done within ${timeout / 1000} s`);
  }
  if (result.truncated) throw new GitError(args, null, `git ${args[0]}: its answer is too big`);
  throw new GitError(args, result.code, result.stderr.toString().trim());
}

const quiet = {
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'credential.helper': '',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'advice.detachedHead': 'false',
  'init.defaultBranch': 'main',
};

function credentialConfig(credentials: GitOptions['credentials']): Record<string, string> {
  if (!credentials) return {};
  const { url, username, password } = credentials;
  const basic = Buffer.from(`${username}:${password}`).toString('base64');
  return {
    [`http.${url}.extraHeader`]: `Authorization: Basic ${basic}`,
    // A redirect would take the header to another host.
    'http.followRedirects': 'false',
  };
}

function toEnvironment(config: Record<string, string>): Record<string, string> {
  const entries = Object.entries(config);
  return Object.fromEntries([
    ['GIT_CONFIG_COUNT', String(entries.length)],
    ...entries.flatMap(([key, value], index) => [
      [`GIT_CONFIG_KEY_${index}`, key],
      [`GIT_CONFIG_VALUE_${index}`, value],
    ]),
  ]) as Record<string, string>;
}
