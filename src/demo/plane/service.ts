import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProcess } from '../../node/process.ts';

/** One program of the plane: started, probed until it serves, ended with everything that it started. */
export interface Service {
  readonly name: string;
  /** Everything it has written, for when something fails. */
  readonly logFile: string;
  signal(signal: NodeJS.Signals): void;
  /** As a crash would end it. */
  kill(): Promise<void>;
  /** Ends it, by SIGKILL after `grace` milliseconds. */
  close(grace?: number): Promise<void>;
}

export interface ServiceOptions {
  name: string;
  file: string;
  args: string[];
  env?: Record<string, string>;
  /** Where its log goes. */
  folder: string;
  /** Whether it serves; asked every 50 ms until it says yes. */
  isReady: () => Promise<boolean>;
  /** Milliseconds; 60,000 unless told. */
  patience?: number;
}

export async function startService(options: ServiceOptions): Promise<Service> {
  const { name, file, args, folder, isReady, patience = 60_000 } = options;
  const logFile = join(folder, `${name}.log`);
  const log = createWriteStream(logFile, { flags: 'a' });
  const child = await startProcess(file, args, { cwd: folder, env: options.env ?? {} });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  let ended: string | undefined;
  void child.ended.then(({ code, signal }) => {
    ended = `${code ?? signal}`;
  });
  const until = Date.now() + patience;
  while (!(await isReady().catch(() => false))) {
    const late = Date.now() > until;
    if (ended !== undefined || late) {
      await child.close();
      const what = late ? `is not ready after ${patience / 1000} s` : `ended (${ended})`;
      throw new Error(`${name} ${what}: see ${logFile}`);
    }
    await sleep(50);
  }
  return {
    name,
    logFile,
    signal: signal => child.kill(signal),
    async kill() {
      child.kill('SIGKILL');
      await child.ended;
    },
    close: grace => child.close(grace),
  };
}
