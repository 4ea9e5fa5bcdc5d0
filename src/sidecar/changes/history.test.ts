import { describe, expect, it } from 'vitest';
import {
  configMap,
  createRevisionLedger,
  liveKustomization,
  liveSource,
  revisionOf,
  source,
} from '../../../test/fixtures/revisionLedger.ts';
import type { HistoryAnswer } from '../../protocol/history.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { createAnswers } from './answers.ts';

const apps = 'Kustomization/flux-system/apps';
const ks = 'flux-system/apps';

const at = (value: string, media = '0') => ({
  [ks]: { objects: [configMap('a', { value })] },
  'flux-system/media': { parent: ks, objects: [configMap('film', { media })] },
  'flux-system/infra': { objects: [configMap('dns', { value: '0' })] },
});

async function historyOf(
  ledger: Ledger,
  query: { of?: string; limit?: number; before?: number } = {}
): Promise<HistoryAnswer> {
  const answers = createAnswers({
    ledger,
    live: {
      kustomizations: () => [liveKustomization('apps'), liveKustomization('infra')],
      sources: () => [liveSource()],
    },
  });
  const reply = await answers.history({ of: apps, limit: 50, ...query });
  if ('refusal' in reply) throw new Error(reply.refusal.message);
  return reply.answer;
}

const counts = (created: number, changed: number, deleted: number) => ({
  created,
  changed,
  deleted,
});

describe('the history of a Kustomization', () => {
  it('tells of each revision what it did beside the one before', async () => {
    const ledger = await createRevisionLedger([
      { letter: 'a', rendered: at('1') },
      { letter: 'b', rendered: at('2'), commit: { subject: 'Change a' } },
      { letter: 'c', rendered: at('2') },
      { letter: 'd', rendered: at('2', '1') },
      { letter: 'e', rendered: { ...at('2', '1'), [ks]: { failure: 'no such file' } } },
      { letter: 'f', problem: 'the artifact has another digest' },
    ]);
    const row = (letter: string, seconds: number) => ({
      revision: revisionOf(letter),
      seenAt: seconds * 1000,
    });
    expect(await historyOf(ledger)).toEqual({
      version: 1,
      of: apps,
      source,
      since: 1000,
      rows: [
        { ...row('f', 6), problem: 'the artifact has another digest' },
        {
          ...row('e', 5),
          failures: [{ kustomization: ks, message: 'no such file' }],
          counts: counts(0, 0, 0),
          isTouched: true,
        },
        { ...row('d', 4), counts: counts(0, 1, 0), isTouched: true },
        { ...row('c', 3), counts: counts(0, 0, 0), isTouched: false },
        {
          ...row('b', 2),
          counts: counts(0, 1, 0),
          isTouched: true,
          commit: {
            revision: revisionOf('b'),
            hash: 'b'.repeat(40),
            subject: 'Change a',
            link: `https://github.com/hd/homelab/commit/${'b'.repeat(40)}`,
          },
        },
        row('a', 1),
      ],
    });
  });

  it('is of what is asked for: another Kustomization, and the whole source', async () => {
    const ledger = await createRevisionLedger([
      { letter: 'a', rendered: at('1') },
      { letter: 'b', rendered: at('2', '1') },
    ]);
    const touched = async (of: string) => {
      const { rows } = await historyOf(ledger, { of });
      return [rows[0]?.isTouched, rows[0]?.counts];
    };
    expect([
      await touched(apps),
      await touched('Kustomization/flux-system/infra'),
      await touched('Kustomization/flux-system/media'),
      await touched(source),
    ]).toEqual([
      [true, counts(0, 2, 0)],
      [false, counts(0, 0, 0)],
      [true, counts(0, 1, 0)],
      [true, counts(0, 2, 0)],
    ]);
  });

  it('comes in pages, each row beside the one before it', async () => {
    const letters = ['a', 'b', 'c', 'd', 'e'];
    const ledger = await createRevisionLedger(
      letters.map(letter => ({ letter, rendered: at(letter) }))
    );
    const seen: [string, number | undefined][] = [];
    let before: number | undefined;
    let pages = 0;
    do {
      const { rows, next } = await historyOf(ledger, { limit: 2, before });
      seen.push(...rows.map(row => [row.revision, row.counts?.changed] as [string, number]));
      before = next === undefined ? undefined : Number(next);
      pages++;
    } while (before !== undefined);
    expect([pages, seen]).toEqual([
      3,
      ['e', 'd', 'c', 'b', 'a'].map(letter => [revisionOf(letter), letter === 'a' ? undefined : 1]),
    ]);
  });

  it('tells what became of each revision, the last that is known', async () => {
    const ledger = await createRevisionLedger([
      { letter: 'a', rendered: at('1') },
      { letter: 'b', rendered: at('2') },
    ]);
    const outcome = (letter: string, second: number, state: 'applied' | 'failed') =>
      ledger.addOutcome({
        ...{ object: apps, at: second * 1000, revision: revisionOf(letter), state },
        ...{ durationMs: 1200, message: `${state} at ${second}` },
      });
    await outcome('a', 1.5, 'applied');
    for (let attempt = 0; attempt < 300; attempt++) await outcome('b', 3 + attempt, 'failed');
    const { rows } = await historyOf(ledger);
    expect(rows.map(row => row.outcome)).toEqual([
      { state: 'failed', at: 302_000, durationMs: 1200, message: 'failed at 302' },
      { state: 'applied', at: 1500, durationMs: 1200, message: 'applied at 1.5' },
    ]);
  });

  it('tells how a revision ended, though a later run of it is under way', async () => {
    const ledger = await createRevisionLedger([{ letter: 'a', rendered: at('1') }]);
    const states = ['progressing', 'failed', 'applied', 'progressing'] as const;
    for (const [index, state] of states.entries()) {
      const when = (index + 2) * 1000;
      await ledger.addOutcome({ object: apps, at: when, revision: revisionOf('a'), state });
    }
    expect((await historyOf(ledger)).rows[0]?.outcome).toEqual({ state: 'applied', at: 4000 });
  });

  it('compares two trees once, however often it is asked', async () => {
    const ledger = await createRevisionLedger([
      { letter: 'a', rendered: at('1') },
      { letter: 'b', rendered: at('2') },
    ]);
    let read = 0;
    const answers = createAnswers({
      ledger: {
        ...ledger,
        tree(hash) {
          read++;
          return ledger.tree(hash);
        },
      },
      live: { kustomizations: () => [liveKustomization('apps')], sources: () => [] },
    });
    await answers.history({ of: apps, limit: 50 });
    const once = read;
    await answers.history({ of: apps, limit: 50 });
    expect([once > 0, read]).toEqual([true, once]);
  });
});
