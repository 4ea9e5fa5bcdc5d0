import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { RunningProcess } from '../node/process.ts';
import { startProcess } from '../node/process.ts';

export interface SidecarOptions {
  mode: 'apply' | 'observe';
  kubeconfig: string;
  context: string;
  /** Where it keeps artifacts: the same folder after a restart. */
  storage: string;
  log?: (line: string) => void;
}

/** The sidecar as a process of its own, as in a cluster; it keeps its addresses when it is started again. */
export interface SidecarProcess {
  readonly http: string;
  readonly receiver: string;
  readonly storage: string;
  /** Resolves when the process has ended. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Resolves when it listens. */
  start(): Promise<void>;
  close(): Promise<void>;
}

interface Addresses {
  http: string;
  receiver: string;
  storage: string;
}

const main = resolve(import.meta.dirname, '../sidecar/main.ts');
const log = (options: SidecarOptions, line: string) => options.log?.(`sidecar: ${line}`);

export async function startSidecar(options: SidecarOptions): Promise<SidecarProcess> {
  let addresses: Addresses = {
    http: 'http://127.0.0.1:0',
    receiver: 'http://127.0.0.1:0',
    storage: 'http://127.0.0.1:0',
  };
  let running: RunningProcess | undefined;

  const start = async () => {
    const started = await startProcess(process.execPath, [main, ...flags(options, addresses)], {
      env: environment(),
    });
    running = started;
    const errors: string[] = [];
    createInterface({ input: started.stderr }).on('line', line => {
      // The last lines say why it would not start.
      errors.push(line);
      if (errors.length > 20) errors.shift();
      log(options, line);
    });
    addresses = await new Promise<Addresses>((found, reject) => {
      createInterface({ input: started.stdout }).once('line', line => {
        try {
          found(JSON.parse(line) as Addresses);
        } catch {
          reject(new Error(`The sidecar said "${line}" instead of its addresses.`));
        }
      });
      void started.ended.then(({ code, signal }) => {
        reject(
          new Error(`The sidecar ended at its start (${code ?? signal}):\n${errors.join('\n')}`)
        );
      });
    });
  };

  await start();
  return {
    get http() {
      return addresses.http;
    },
    get receiver() {
      return addresses.receiver;
    },
    get storage() {
      return addresses.storage;
    },
    async kill(signal) {
      running?.kill(signal);
      await running?.ended;
    },
    start,
    async close() {
      // A demo ends within two seconds, whatever the sidecar was about: nothing outlives its cluster.
      await running?.close(700);
    },
  };
}

function flags(options: SidecarOptions, { http, receiver, storage }: Addresses): string[] {
  const address = (url: string) => new URL(url).host;
  return [
    ...['--mode', options.mode],
    ...['--kubeconfig', options.kubeconfig],
    ...['--context', options.context],
    ...['--namespace', 'flux-system'],
    ...['--storage-path', options.storage],
    ...['--storage-addr', address(storage)],
    ...['--http-addr', address(http)],
    ...['--receiver-addr', address(receiver)],
    // The demo is watched by a person: thirty seconds between layers, as Flux has it, would look like a fault.
    ...['--requeue-dependency', '2s'],
  ];
}

/** What finding Git, kubectl and the cache folder needs, and no more. */
function environment(): Record<string, string> {
  const names = ['PATH', 'HOME', 'XDG_CACHE_HOME', 'TMPDIR', 'SystemRoot'];
  return Object.fromEntries(
    names.flatMap(name => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    })
  );
}
