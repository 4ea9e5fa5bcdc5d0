import { writeSync } from 'node:fs';
import type { LedgerEvent, Outcome, RenderedTree } from '../../src/sidecar/ledger/ledger.ts';
import { openSqliteLedger } from '../../src/sidecar/ledger/sqliteLedger.ts';
import { entryOf, sha, source, textOf, treeOf } from './ledgerSamples.ts';

/** What is written under load: all of it follows from a number. */
export const loaded = {
  source,
  object: 'Kustomization/flux-system/apps',
  /** Small enough that dropping and writing run into each other. */
  limits: { revisions: 60, perObject: 60 },
  retainEvery: 25,
  entry: (number: number) => entryOf(number, { commit: { hash: sha(`${number}`), subject: 'x' } }),
  tree(number: number): RenderedTree {
    const text = (name: string) => textOf(name, { noise: sha(name).repeat(40) });
    const changing = [...Array(number % 40).keys()].map(index => text(`${number} ${index}`));
    // Many rows in one transaction: there is something to be cut in two.
    const many = [...Array(60).keys()].map(index => [`tenant-${index}`, [text('same')]] as const);
    return treeOf({
      apps: [text('same'), ...changing],
      web: [text(`every tenth ${Math.floor(number / 10)}`)],
      ...Object.fromEntries(many),
    });
  },
  outcome(number: number): Outcome {
    const { seenAt, revision } = loaded.entry(number);
    return { object: loaded.object, at: seenAt, revision, state: 'applied' };
  },
  event(number: number): LedgerEvent {
    const { seenAt } = loaded.entry(number);
    const words = { type: 'Normal', reason: 'Applied', message: `step ${number}` } as const;
    return { object: loaded.object, at: seenAt, ...words };
  },
};

/** Writes until it is killed, and says what the ledger has taken: `revision 7`, `outcome 7`, `event 7`. */
async function load(file: string, first: number): Promise<never> {
  const say = (line: string) => writeSync(1, `${line}\n`);
  const error = (message: string, fields?: object) => say(`${message} ${JSON.stringify(fields)}`);
  const ledger = openSqliteLedger({
    file,
    limits: loaded.limits,
    log: { info() {}, error },
    now: Date.now,
  });
  for (let number = first; ; number++) {
    await ledger.addRevision(loaded.entry(number), loaded.tree(number));
    say(`revision ${number}`);
    await ledger.addOutcome(loaded.outcome(number));
    say(`outcome ${number}`);
    await ledger.addEvent(loaded.event(number));
    say(`event ${number}`);
    if (number % loaded.retainEvery === 0) await ledger.retain(loaded.entry(number).seenAt);
  }
}

const [, program, file, first] = process.argv;
if (program === import.meta.filename && file) await load(file, Number(first));
