import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../node/kubernetes/client.ts';
import { isChange, isPart, type ReadChanges, readChanges, toJson } from './changeReader.ts';
import { type ChangesFlags, changesUsage, parseChangesFlags } from './changesFlags.ts';
import { harmless } from './harmless.ts';
import { printChanges } from './printChanges.ts';
import { readAccess } from './readAccess.ts';
import { findSidecar, NotYetError, type SidecarProxy } from './sidecarProxy.ts';

const couldNotLook = 2;
/** Milliseconds that a new revision may take to be rendered. */
const patience = 60_000;

/** Asks until the sidecar has rendered what is asked for, with some patience. */
async function readPatiently(sidecar: SidecarProxy, flags: ChangesFlags): Promise<ReadChanges> {
  const until = Date.now() + patience;
  for (let said = false; ; said = true) {
    try {
      return await readChanges(sidecar, flags);
    } catch (error) {
      if (!(error instanceof NotYetError) || Date.now() > until) throw error;
      if (!said) process.stderr.write(`Waiting: ${harmless(error.message)}\n`);
      await sleep(1000);
    }
  }
}

/** Looks and prints; answers the exit code. */
async function run(flags: ChangesFlags): Promise<number> {
  const client = createClient(await readAccess(flags));
  try {
    const read = await readPatiently(await findSidecar(client), flags);
    const isColoured = process.stdout.isTTY && !process.env.NO_COLOR;
    const out = flags.json
      ? `${toJson(read)}\n`
      : printChanges(read, { isColoured, noise: flags.noise });
    await new Promise(written => process.stdout.write(out, written));
    if (isPart(read)) {
      process.stderr.write('Not all of it could be compared: see what is said of each.\n');
      return couldNotLook;
    }
    return isChange(read) ? 1 : 0;
  } finally {
    client.close();
  }
}

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  process.stdout.write(changesUsage);
} else {
  process.exitCode = await Promise.resolve()
    .then(() => run(parseChangesFlags(args)))
    .catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      process.stderr.write(`${harmless(message)}\n`);
      return couldNotLook;
    });
}
