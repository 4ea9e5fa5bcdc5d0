/** What a person got wrong on the command line, in one line. The exit code is 2. */
export class UsageError extends Error {}

export interface DemoFlags {
  /** 0: any free one. */
  port: number;
  json: boolean;
  user: string;
  clusters: number;
  /** Real Flux on a real control plane. */
  flux?: boolean;
  /** The user's own clusters instead of the demo's world. */
  kubeconfig?: string;
  /** Of that file; all of them unless told. */
  contexts?: string[];
}

const users = ['admin', 'viewer', 'nobody'];

export const usage = `npm run demo -- [flags]
  --port N       where the UI is served, 4480 unless told; 0 for any free port
  --user NAME    who is signed in at first: ${users.join(', ')}
  --clusters N   1 or 2
  --flux         real Flux on a real control plane instead of ours in memory; needs Go, and 8 minutes the first time
  --json         once all is up, one line of JSON on stdout for scripts

Headlamp's UI with Lumen in front of your own clusters, instead of the demo's:
  --kubeconfig FILE   every context of it, each as its user; starts and installs nothing in them
  --context NAME      only this one of its contexts; may be given again
`;

function toNumber(flag: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > most) {
    throw new UsageError(`${flag} "${value}": give a number from ${least} to ${most}.`);
  }
  return number;
}

/** Throws UsageError. `--port 0` and `--port=0` are the same. */
export function parseDemoFlags(args: readonly string[]): DemoFlags {
  const flags: DemoFlags = { port: 4480, json: false, user: 'admin', clusters: 1 };
  const rest = args.flatMap(arg => (/^--[^=]+=/.test(arg) ? split(arg) : [arg]));
  const given = new Set<string>();
  for (let flag = rest.shift(); flag !== undefined; flag = rest.shift()) {
    given.add(flag);
    if (flag === '--json' || flag === '--flux') {
      flags[flag === '--json' ? 'json' : 'flux'] = true;
      continue;
    }
    if (!['--port', '--user', '--clusters', '--kubeconfig', '--context'].includes(flag)) {
      throw new UsageError(
        `Unknown flag "${flag}": the demo knows --port N, --user NAME, --clusters N, --flux, --kubeconfig FILE, --context NAME and --json.`
      );
    }
    const value = rest.shift();
    if (value === undefined) throw new UsageError(`${flag} needs a value.`);
    if (flag === '--port') flags.port = toNumber(flag, value, 0, 65535);
    else if (flag === '--clusters') flags.clusters = toNumber(flag, value, 1, 2);
    else if (flag === '--kubeconfig') flags.kubeconfig = value;
    else if (flag === '--context') (flags.contexts ??= []).push(value);
    else if (users.includes(value)) flags.user = value;
    else throw new UsageError(`--user "${value}": one of ${users.join(', ')}.`);
  }
  const ofDemo = ['--clusters', '--user', '--flux'].find(flag => given.has(flag));
  if (given.has('--kubeconfig') && ofDemo) {
    throw new UsageError(`${ofDemo} is of the demo's own clusters: --kubeconfig shows yours.`);
  }
  if (given.has('--context') && !given.has('--kubeconfig')) {
    throw new UsageError('--context names one of a file: give it with --kubeconfig FILE.');
  }
  return flags;
}

const split = (arg: string) => [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)];
