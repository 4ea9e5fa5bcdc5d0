import { describe, expect, it } from 'vitest';
import {
  configMap,
  createRevisionLedger,
  liveKustomization,
  liveSource,
  revisionOf,
} from '../../../test/fixtures/revisionLedger.ts';
import type { LogAnswer } from '../../protocol/history.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { createAnswers } from './answers.ts';
import type { ReadCommits } from './log.ts';

const apps = 'Kustomization/flux-system/apps';
const ks = 'flux-system/apps';
const at = (value: string) => ({ [ks]: { objects: [configMap('a', { value })] } });
const hash = (letter: string) => letter.repeat(40);

interface Asked {
  from?: string;
  to?: string;
  applied?: string;
  readCommits?: ReadCommits;
}

async function logOf(ledger: Ledger, { applied, readCommits, ...range }: Asked) {
  const answers = createAnswers({
    ledger,
    live: {
      kustomizations: () => [liveKustomization('apps', applied)],
      sources: () => [liveSource('d')],
    },
    readCommits,
  });
  const reply = await answers.log({ of: apps, ...range });
  if ('refusal' in reply) throw new Error(reply.refusal.message);
  return reply.answer;
}

/** Four revisions; b changes nothing of the Kustomization. */
const ledgerWith = (parents: 'known' | 'skipped') => {
  const values: Record<string, string> = { a: '1', b: '1', c: '2', d: '3' };
  return createRevisionLedger(
    Object.entries(values).map(([letter, value], index, all) => {
      const before = all[index - 1]?.[0];
      const isKnown = before !== undefined && (parents === 'known' || letter !== 'c');
      return {
        letter,
        rendered: at(value),
        commit: { ...(isKnown ? { parents: [hash(before)] } : { parents: [hash('9')] }) },
      };
    })
  );
};

const short = ({ commits, isComplete, count }: LogAnswer) => [
  commits.map(({ subject, touches }) => [subject, touches]),
  isComplete,
  count,
];

describe('the commits between two revisions', () => {
  it('are the revisions that were seen, and all of them where each follows the other', async () => {
    const ledger = await ledgerWith('known');
    const answer = await logOf(ledger, { from: revisionOf('a'), to: revisionOf('d') });
    expect(short(answer)).toEqual([
      [
        ['d', true],
        ['c', true],
        ['b', false],
      ],
      true,
      3,
    ]);
    expect(answer.commits[0]).toEqual({
      revision: revisionOf('d'),
      hash: hash('d'),
      subject: 'd',
      parents: [hash('c')],
      link: `https://github.com/hd/homelab/commit/${hash('d')}`,
      touches: true,
    });
  });

  it('may be more than those seen, which is said', async () => {
    const ledger = await ledgerWith('skipped');
    const answer = await logOf(ledger, { from: revisionOf('a'), to: revisionOf('d') });
    expect(short(answer).slice(1)).toEqual([false, 3]);
  });

  it('are those after what is applied up to what is served, unless told otherwise', async () => {
    const ledger = await ledgerWith('known');
    const { from, to, commits } = await logOf(ledger, { applied: 'b' });
    expect([from, to, commits.map(({ subject }) => subject)]).toEqual([
      revisionOf('b'),
      revisionOf('d'),
      ['d', 'c'],
    ]);
  });

  it('are none between a revision and itself, nor back in time', async () => {
    const ledger = await ledgerWith('known');
    expect([
      short(await logOf(ledger, { from: revisionOf('b'), to: revisionOf('b') })),
      (await logOf(ledger, { from: revisionOf('d'), to: revisionOf('a') })).commits,
    ]).toEqual([[[], true, 0], []]);
  });

  it('come from Git where it may be asked; what one touches is known by its files, or where it came alone', async () => {
    const ledger = await ledgerWith('known');
    const asked: unknown[] = [];
    const readCommits: ReadCommits = async ({ metadata }, { signal: _signal, ...range }) => {
      asked.push([metadata.name, range]);
      const commit = (letter: string, parent: string, file: string) => ({
        ...{ hash: hash(letter), subject: `from Git: ${letter}` },
        ...{ parents: [hash(parent)], files: [file] },
      });
      // Git knows of commits that were never a revision.
      const commits = [
        commit('d', 'e', 'README.md'),
        commit('e', 'c', 'flux-system/apps/a.yaml'),
        commit('c', 'b', 'flux-system/apps/kustomization.yaml'),
      ];
      return { commits, isComplete: true };
    };
    const answer = await logOf(ledger, {
      from: revisionOf('b'),
      to: revisionOf('d'),
      readCommits,
    });
    expect([asked, short(answer), answer.commits[1]?.revision]).toEqual([
      [['flux-system', { from: hash('b'), to: hash('d'), limit: 200 }]],
      [
        [
          ['from Git: d', undefined],
          ['from Git: e', true],
          ['from Git: c', true],
        ],
        true,
        3,
      ],
      `main@sha1:${hash('e')}`,
    ]);
  });

  it('come from the ledger where Git does not tell', async () => {
    const ledger = await ledgerWith('known');
    const range = { from: revisionOf('c'), to: revisionOf('d') };
    const answer = await logOf(ledger, { ...range, readCommits: async () => undefined });
    expect(short(answer)).toEqual([[['d', true]], true, 1]);
  });
});
