import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommitFacts, Ledger } from '../../src/sidecar/ledger/ledger.ts';
import { openSqliteLedger } from '../../src/sidecar/ledger/sqliteLedger.ts';
import { entryOf, sha, source, treeOf } from '../contract/ledgerSamples.ts';
import type { Figure } from './figure.ts';
import { figure, median, spread } from './figure.ts';

const rounds = 5;

/** A Deployment of about 1.4 kB; `round` changes it. */
function deployment(round: number, index: number): string {
  const labels = {
    'app.kubernetes.io/name': `app-${index}`,
    'kustomize.toolkit.fluxcd.io/name': 'apps',
  };
  const env = [...Array(8).keys()].map(each => ({
    name: `SETTING_${each}`,
    value: sha(`${round} ${index} ${each}`).slice(0, 24),
  }));
  const probe = { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 10 };
  const container = {
    env,
    image: `registry.example.org/team/app-${index}:1.${round}.0`,
    livenessProbe: probe,
    name: 'app',
    readinessProbe: probe,
    resources: { limits: { memory: '256Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
  };
  const template = { metadata: { labels }, spec: { containers: [container] } };
  const metadata = { labels, name: `app-${index}`, namespace: 'apps' };
  const spec = { replicas: 2, selector: { matchLabels: labels }, template };
  return JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec });
}

/** A tree of one Kustomization with so many Deployments, or of a hundred with one each. */
const treeAt = (round: number, objects: number) =>
  treeOf({ apps: [...Array(objects).keys()].map(index => deployment(round, index)) });
const hundred = () =>
  treeOf(
    Object.fromEntries([...Array(100).keys()].map(each => [`app-${each}`, [deployment(0, each)]]))
  );

/** As people write them. */
function commitOf(number: number): CommitFacts {
  const [name, email] = number % 3 ? ['Ada Lovelace', 'ada'] : ['Grace Hopper', 'grace'];
  return {
    hash: sha(`commit ${number}`, 'sha1'),
    subject: `docs: Say what chapter ${number} is about`,
    author: { name, email: `${email}@example.org` },
    date: new Date(entryOf(number).seenAt).toISOString().replace('.000Z', '+01:00'),
    parents: [sha(`commit ${number - 1}`, 'sha1')],
    files: [`docs/chapter-${number}.md`],
  };
}

/** What the ledger weighs, and how long it takes, by itself. */
export async function benchLedger(say: (line: string) => void): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'lumen-bench-'));
  const open = (name: string): Ledger =>
    openSqliteLedger({
      file: join(folder, name),
      log: { info() {}, error: message => say(message) },
      now: Date.now,
    });

  /** Bytes a revision, of a thousand that changed nothing. */
  async function weigh(name: string, commit?: (number: number) => CommitFacts): Promise<number> {
    const ledger = open(name);
    const tree = hundred();
    await ledger.addRevision(entryOf(0), tree);
    const { bytes: before } = await ledger.stats();
    for (let number = 1; number <= 1000; number++)
      await ledger.addRevision(entryOf(number, { commit: commit?.(number) }), tree);
    const { bytes: after } = await ledger.stats();
    await ledger.close();
    return (after - before) / 1000;
  }

  try {
    const bare = await weigh('bare.db');
    const whole = await weigh('whole.db', commitOf);

    const firstAnswers: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const from = performance.now();
      const ledger = open('whole.db');
      await ledger.revisions({ source, limit: 50 });
      firstAnswers.push(performance.now() - from);
      await ledger.close();
    }

    const ledger = open('objects.db');
    const changes: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const tree = treeAt(round, 300);
      const from = performance.now();
      await ledger.addRevision(entryOf(round), tree);
      changes.push(performance.now() - from);
    }

    const holdUps: number[] = [];
    const waits: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const tree = treeAt(round + 10, 5500);
      const delay = monitorEventLoopDelay({ resolution: 1 });
      await sleep(100);
      delay.enable();
      await sleep(20);
      delay.reset();
      let isDone = false;
      const done = ledger.addRevision(entryOf(round + 10), tree).finally(() => (isDone = true));
      let longest = 0;
      while (!isDone) {
        const from = performance.now();
        await ledger.revision(source, 'none');
        longest = Math.max(longest, performance.now() - from);
      }
      await done;
      await sleep(20);
      delay.disable();
      holdUps.push(delay.max / 1e6);
      waits.push(longest);
    }
    await ledger.close();

    say(`ledger: open and first answer: ${spread(firstAnswers)} ms`);
    say(`ledger: 300 changed objects: ${spread(changes)} ms`);
    say(
      `ledger: 7 MB: event loop held up ${spread(holdUps)} ms; a reader waits ${spread(waits)} ms`
    );
    return [
      figure('ledger: a revision that changed nothing', bare, 'B', 200),
      figure('ledger: what is known of its commit, besides', whole - bare, 'B', 200),
      figure('ledger: open, first answer of 1,000 revisions', median(firstAnswers), 'ms', 300),
      figure('ledger: a revision with 300 changed objects', median(changes), 'ms', 200),
      figure('ledger: 7 MB written, event loop held up', median(holdUps), 'ms', 20),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}
