import { record, text } from '../../core/kubernetes/object.ts';
import { runProcess } from '../process.ts';

/** The `exec` entry of a kubeconfig user: a command that prints a token. */
export interface ExecPlugin {
  command: string;
  args: string[];
  env: Record<string, string>;
  apiVersion: string;
  folder?: string;
}

const timeout = 30_000;
/** A token is asked for anew a little before it ends, since it must last until the server reads it. */
const margin = 10_000;

/** Asks the plugin for its token and keeps it until its `expirationTimestamp` or its refusal; two askers at once share one run. */
export function createExecToken(plugin: ExecPlugin): (refused?: string) => Promise<string> {
  let kept: { token: Promise<string>; until: number; value?: string } | undefined;
  return refused => {
    const isRefused = refused !== undefined && kept?.value === refused;
    if (kept && Date.now() < kept.until && !isRefused) return kept.token;
    const asked: typeof kept = { token: Promise.resolve(''), until: Infinity };
    asked.token = askPlugin(plugin).then(
      ({ token, expires }) => {
        asked.until = expires === undefined ? Infinity : expires - margin;
        asked.value = token;
        return token;
      },
      (error: unknown) => {
        asked.until = 0;
        throw error;
      }
    );
    kept = asked;
    return asked.token;
  };
}

async function askPlugin(plugin: ExecPlugin): Promise<{ token: string; expires?: number }> {
  const name = `exec plugin ${plugin.command}`;
  const info = {
    kind: 'ExecCredential',
    apiVersion: plugin.apiVersion,
    spec: { interactive: false },
  };
  const inherited = Object.entries(process.env).filter(([, value]) => value !== undefined);
  const result = await runProcess(plugin.command, plugin.args, {
    cwd: plugin.folder,
    // Cloud plugins read the user's own environment: profile, proxies, home.
    env: {
      ...(Object.fromEntries(inherited) as Record<string, string>),
      KUBERNETES_EXEC_INFO: JSON.stringify(info),
      ...plugin.env,
    },
    timeout,
    maxOutput: 1024 * 1024,
  });
  if (result.timedOut) throw new Error(`${name}: no answer within ${timeout / 1000} s`);
  if (result.code !== 0) {
    const said = result.stderr.toString().trim().slice(0, 500);
    throw new Error(`${name}: exit code ${result.code}${said ? `: ${said}` : ''}`);
  }
  const status = record(record(parse(result.stdout.toString(), name)).status);
  const token = text(status.token);
  if (!token) {
    const has = text(status.clientCertificateData);
    throw new Error(
      `${name}: ${
        has
          ? 'answered a client certificate, and only tokens are understood'
          : 'answered no status.token'
      }`
    );
  }
  const expires = Date.parse(text(status.expirationTimestamp) ?? '');
  return { token, expires: Number.isNaN(expires) ? undefined : expires };
}

function parse(output: string, name: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    throw new Error(`${name}: its answer is not JSON`);
  }
}
