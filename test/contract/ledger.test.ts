import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  Ledger,
  LedgerEvent,
  LedgerLimits,
  Outcome,
} from '../../src/sidecar/ledger/ledger.ts';
import { createMemoryLedger } from '../../src/sidecar/ledger/memoryLedger.ts';
import { openSqliteLedger } from '../../src/sidecar/ledger/sqliteLedger.ts';
import { entryOf, nodeOf, objectOf, sha, source, textOf, treeOf } from './ledgerSamples.ts';

type Open = (limits?: Partial<LedgerLimits>) => Ledger;
let open: Open;
let folder: string;
const ledgers: Ledger[] = [];

const adapters: Record<string, Open> = {
  memory: limits => createMemoryLedger(limits),
  SQLite: limits =>
    openSqliteLedger({
      file: join(folder, `${ledgers.length}.db`),
      limits,
      log: { info() {}, error() {} },
      now: () => 0,
    }),
};
const day = 24 * 3600_000;
const kustomization = 'Kustomization/flux-system/apps';

function outcomeOf(number: number, more: Partial<Outcome> = {}): Outcome {
  const { seenAt, revision } = entryOf(number);
  return { object: kustomization, at: seenAt, revision, state: 'applied', ...more };
}

function eventOf(number: number, more: Partial<LedgerEvent> = {}): LedgerEvent {
  const { seenAt } = entryOf(number);
  const words = { type: 'Normal', reason: 'Progressing', message: `step ${number}` } as const;
  return { object: kustomization, at: seenAt, ...words, ...more };
}

describe.each(Object.entries(adapters))(
  'the ledger in %s',
  { timeout: 60_000 },
  (_name, adapter) => {
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'lumen-ledger-'));
      open = limits => {
        const ledger = adapter(limits);
        ledgers.push(ledger);
        return ledger;
      };
    });
    afterEach(async () => {
      await Promise.all(ledgers.splice(0).map(ledger => ledger.close()));
      await rm(folder, { recursive: true });
    });

    describe('a revision', () => {
      it('comes back whole, with all that it rendered to', async () => {
        const ledger = open();
        const tree = treeOf({ apps: [textOf('a'), textOf('b')], web: [textOf('a')], empty: [] });
        const entry = entryOf(1, {
          commit: {
            hash: sha('commit 1', 'sha1'),
            subject: 'apps: Raise the memory',
            author: { name: 'Ada', email: 'ada@example.org' },
            date: '2026-11-22T19:06:50+01:00',
            parents: [sha('commit 0', 'sha1')],
            files: ['apps/a.yaml', 'apps/b.yaml'],
          },
        });
        await ledger.addRevision(entry, tree);

        const known = await ledger.revision(source, entry.revision);
        expect(known).toEqual({ ...entry, tree: expect.any(String) });
        expect(await ledger.tree(known?.tree ?? '')).toEqual(tree.nodes);
        for (const [hash, objects] of tree.builds)
          expect(await ledger.build(hash)).toEqual(objects);
        expect(await ledger.objects([...tree.objects.keys()])).toEqual(tree.objects);
      });

      it('without a tree says why, and of one that was there at the start that it was', async () => {
        const ledger = open();
        const entry = entryOf(1, { how: 'start', problem: 'its artifact is gone' });
        await ledger.addRevision(entry, undefined);
        expect(await ledger.revision(source, entry.revision)).toEqual(entry);
      });

      it('that is there stays as it is', async () => {
        const ledger = open();
        const tree = treeOf({ apps: [textOf('a')] });
        await ledger.addRevision(entryOf(1), tree);
        const before = [await ledger.revisions({ source, limit: 9 }), await ledger.stats()];

        await ledger.addRevision(entryOf(1), tree);
        await ledger.addRevision(entryOf(1, { seenAt: 5, how: 'start' }), tree);
        await ledger.addRevision(entryOf(1, { problem: 'gone' }), undefined);
        expect([await ledger.revisions({ source, limit: 9 }), await ledger.stats()]).toEqual(
          before
        );
      });

      it('takes what it lacked, and the tree that was rendered last', async () => {
        const ledger = open();
        const known = () => ledger.revision(source, entryOf(1).revision);
        const treeOfIt = async () => ledger.tree((await known())?.tree ?? '');
        await ledger.addRevision(entryOf(1, { problem: 'its artifact is gone' }), undefined);
        const failed = nodeOf('apps', [], { build: undefined, failure: 'time out' });
        const without = { builds: new Map(), objects: new Map() };
        await ledger.addRevision(entryOf(1, { seenAt: 7 }), { nodes: [failed], ...without });
        expect(await known()).toEqual({ ...entryOf(1), tree: expect.any(String) });
        expect(await treeOfIt()).toEqual([expect.objectContaining({ failure: 'time out' })]);

        const commit = { hash: sha('commit 1', 'sha1'), subject: 'first' };
        const digest = 'sha256:another';
        for (const text of ['a', 'with another variable']) {
          const tree = treeOf({ apps: [textOf(text)] });
          await ledger.addRevision(entryOf(1, { commit, digest }), tree);
          expect(await treeOfIt()).toEqual(tree.nodes);
        }
        const other = { ...commit, subject: 'second' };
        await ledger.addRevision(entryOf(1, { commit: other, problem: 'gone' }), undefined);
        expect(await known()).toEqual({ ...entryOf(1), commit, digest, tree: expect.any(String) });
      });

      it('shares what did not change, and names it without giving it again', async () => {
        const ledger = open();
        const first = treeOf({ apps: [textOf('a'), textOf('b')], web: [textOf('c')] });
        await ledger.addRevision(entryOf(1), first);
        const second = treeOf({ apps: [textOf('a'), textOf('d')], web: [textOf('c')] });
        const [apps = '', web = ''] = second.nodes.map(({ build }) => build);
        second.builds.delete(web);
        for (const text of ['a', 'c']) second.objects.delete(sha(textOf(text)));
        await ledger.addRevision(entryOf(2), second);
        await ledger.addRevision(entryOf(3), { ...second, builds: new Map(), objects: new Map() });

        const [third, middle] = await ledger.revisions({ source, limit: 2 });
        expect(third?.tree).toBe(middle?.tree);
        expect(await ledger.build(apps)).toEqual([textOf('a'), textOf('d')].map(objectOf));
        expect(await ledger.build(web)).toEqual([objectOf(textOf('c'))]);
        expect((await ledger.stats()).objects).toBe(4);
      });

      it('that names what nobody has is refused whole', async () => {
        const ledger = open();
        const tree = treeOf({ apps: [textOf('a')] });
        const [build = ''] = tree.builds.keys();
        const withoutBuild = { ...tree, builds: new Map() };
        await expect(ledger.addRevision(entryOf(1), withoutBuild)).rejects.toThrow(
          `build ${build} of Kustomization flux-system/apps is neither given nor in the ledger`
        );
        await expect(
          ledger.addRevision(entryOf(1), { ...tree, objects: new Map() })
        ).rejects.toThrow(
          `object ${sha(textOf('a'))} of build ${build} is neither given nor in the ledger`
        );
        expect(await ledger.revisions({ source, limit: 9 })).toEqual([]);
        expect(await ledger.buildOf(tree.nodes[0]?.key ?? '')).toBeUndefined();
      });

      it('takes the facts of its commit later', async () => {
        const ledger = open();
        const { revision } = entryOf(1);
        await ledger.addRevision(entryOf(1), undefined);
        const hash = sha('commit 1', 'sha1');
        await ledger.setCommit(source, revision, { hash, subject: 'first' });
        await ledger.setCommit(source, revision, { hash, subject: 'first', files: ['a'] });
        await ledger.setCommit(source, entryOf(2).revision, { hash, subject: 'of nothing' });
        expect((await ledger.revision(source, revision))?.commit).toEqual({
          hash,
          subject: 'first',
          files: ['a'],
        });
        // A tag names another commit than its own.
        await ledger.addRevision(entryOf(3, { revision: 'v1.2.3' }), undefined);
        await ledger.setCommit(source, 'v1.2.3', { hash, subject: 'tagged' });
        expect((await ledger.revision(source, 'v1.2.3'))?.commit).toEqual({
          hash,
          subject: 'tagged',
        });
      });

      it('belongs to one source', async () => {
        const ledger = open();
        const other = 'OCIRepository/flux-system/homelab';
        await ledger.addRevision(entryOf(1), undefined);
        await ledger.addRevision(entryOf(1, { source: other, digest: 'other' }), undefined);
        expect((await ledger.revision(source, entryOf(1).revision))?.digest).toBe(
          entryOf(1).digest
        );
        expect((await ledger.revision(other, entryOf(1).revision))?.digest).toBe('other');
        expect(await ledger.revisions({ source: other, limit: 9 })).toHaveLength(1);
        expect(await ledger.revision('GitRepository/flux-system/none', 'x')).toBeUndefined();
      });
    });

    describe('pages', () => {
      async function readAll(ledger: Ledger, limit: number): Promise<string[]> {
        const all: string[] = [];
        for (let before: number | undefined; ; ) {
          const rows = await ledger.revisions({ source, before, limit });
          all.push(...rows.map(({ revision }) => revision));
          if (rows.length < limit) return all;
          before = rows.at(-1)?.seenAt;
        }
      }
      const named = (...numbers: number[]) => numbers.map(number => entryOf(number).revision);

      it('are the last added first, as many as asked for', async () => {
        const ledger = open();
        for (const number of [1, 2, 3, 4, 5]) await ledger.addRevision(entryOf(number), undefined);
        const texts = async (query: { before?: number; limit: number }) =>
          (await ledger.revisions({ source, ...query })).map(({ revision }) => revision);
        expect(await texts({ limit: 2 })).toEqual(named(5, 4));
        expect(await texts({ limit: 2, before: entryOf(4).seenAt })).toEqual(named(3, 2));
        expect(await texts({ limit: 9, before: entryOf(2).seenAt + 1 })).toEqual(named(2, 1));
        expect(await texts({ limit: 9, before: entryOf(1).seenAt })).toEqual([]);
        expect(await texts({ limit: 0 })).toEqual([]);
        expect(await readAll(ledger, 2)).toEqual(named(5, 4, 3, 2, 1));
      });

      it('skip nothing where the clock went backwards or stood still', async () => {
        const ledger = open();
        const times = [100, 200, 50, 60, 60, 60, 70, 300];
        for (const [index, seenAt] of times.entries())
          await ledger.addRevision(entryOf(index, { seenAt }), undefined);
        const all = named(7, 6, 5, 4, 3, 2, 1, 0);
        for (const limit of [1, 2, 3, 8, 9]) expect(await readAll(ledger, limit)).toEqual(all);
      });

      it('hold a thousand revisions and more', async () => {
        const ledger = open();
        const tree = treeOf({ apps: [textOf('a')] });
        const numbers = [...Array(1000).keys()];
        for (const number of numbers) await ledger.addRevision(entryOf(number), tree);
        expect(await readAll(ledger, 100)).toEqual(named(...numbers.reverse()));
        expect((await ledger.stats()).revisions).toBe(1000);
      });
    });

    describe('what a render key gave', () => {
      it('is the last build, else the last failure, else nothing', async () => {
        const ledger = open();
        const key = sha('key');
        const without = { builds: new Map(), objects: new Map() };
        const failed = nodeOf('apps', [], { key, build: undefined, failure: 'it hung' });
        await ledger.addRevision(entryOf(1), { nodes: [failed], ...without });
        const again = { ...failed, failure: 'it printed too much' };
        await ledger.addRevision(entryOf(2), { nodes: [again], ...without });
        expect(await ledger.buildOf(key)).toEqual({ ...again, build: undefined });

        const tree = treeOf({ apps: [textOf('a')] });
        const built = { ...tree.nodes[0], ...nodeOf('apps', [textOf('a')], { key }) };
        await ledger.addRevision(entryOf(3), { ...tree, nodes: [built] });
        await ledger.addRevision(entryOf(4), { nodes: [failed], ...without });
        expect(await ledger.buildOf(key)).toEqual(built);
        expect(await ledger.buildOf(sha('other'))).toBeUndefined();
      });
    });

    describe('outcomes and events', () => {
      it('come back by object, the latest first, once each', async () => {
        const ledger = open();
        const failed = outcomeOf(2, {
          state: 'failed',
          reason: 'BuildFailed',
          message: 'kustomize build failed',
          durationMs: 1234.5,
        });
        const plain: Outcome = { object: kustomization, at: 7, state: 'progressing' };
        for (const outcome of [failed, outcomeOf(1), failed, plain, outcomeOf(3, { object: 'x' })])
          await ledger.addOutcome(outcome);
        expect(await ledger.outcomes({ object: kustomization, limit: 9 })).toEqual([
          failed,
          outcomeOf(1),
          plain,
        ]);
        expect(await ledger.outcomes({ object: 'none', limit: 9 })).toEqual([]);

        const full = eventOf(2, { type: 'Warning', by: 'kustomize-controller', revision: 'v1' });
        for (const event of [full, eventOf(1), full, eventOf(1)]) await ledger.addEvent(event);
        expect(await ledger.events({ object: kustomization, limit: 9 })).toEqual([
          full,
          eventOf(1),
        ]);
      });

      it('tell an event that was repeated as it was last', async () => {
        const ledger = open();
        for (const number of [1, 2, 5])
          await ledger.addEvent(eventOf(number, { id: 'uid', message: 'the same' }));
        await ledger.addEvent(eventOf(4, { message: 'the same' }));
        expect(await ledger.events({ object: kustomization, limit: 9 })).toEqual([
          eventOf(5, { id: 'uid', message: 'the same' }),
          eventOf(4, { message: 'the same' }),
        ]);
      });

      it('are paged without tearing an instant apart', async () => {
        const ledger = open();
        for (const [index, at] of [10, 20, 20, 20, 30].entries()) {
          await ledger.addOutcome(outcomeOf(index, { at }));
          await ledger.addEvent(eventOf(index, { at }));
        }
        const numbers = (rows: { at: number }[]) => rows.map(({ at }) => at);
        for (const list of [ledger.outcomes, ledger.events]) {
          const page = (limit: number, before?: number) =>
            list({ object: kustomization, limit, before }).then(numbers);
          expect(await page(1)).toEqual([30]);
          expect(await page(2)).toEqual([30, 20, 20, 20]);
          expect(await page(1, 20)).toEqual([10]);
          expect(await page(9)).toEqual([30, 20, 20, 20, 10]);
          expect(await page(9, 10)).toEqual([]);
          expect(await page(0)).toEqual([]);
        }
        const [, ...same] = await ledger.outcomes({ object: kustomization, limit: 2 });
        expect(same.map(({ revision }) => revision)).toEqual(
          [3, 2, 1].map(number => entryOf(number).revision)
        );
      });
    });

    describe('what is beyond the limits', () => {
      const list = async (ledger: Ledger) =>
        (await ledger.revisions({ source, limit: 99 })).map(({ revision }) => revision);
      const named = (...numbers: number[]) => numbers.map(number => entryOf(number).revision);
      const distinct = (number: number) =>
        treeOf({ apps: [textOf('same'), textOf(`own ${number}`)] });

      it('goes by age, with all that nothing else names', async () => {
        const ledger = open({ age: 10 * day });
        const at = (number: number) => ({ seenAt: number * day });
        for (const number of [1, 2, 3, 20])
          await ledger.addRevision(entryOf(number, at(number)), distinct(number));
        await ledger.retain(12 * day + 1);
        expect(await list(ledger)).toEqual(named(20, 3));
        expect(await ledger.stats()).toMatchObject({ revisions: 2, objects: 3, oldest: 3 * day });
        const [build = ''] = distinct(1).builds.keys();
        expect(await ledger.build(build)).toBeUndefined();
        const dropped = await ledger.objects([sha(textOf('own 1')), sha(textOf('same'))]);
        expect([...dropped.keys()]).toEqual([sha(textOf('same'))]);
      });

      it('goes by count, of each source for itself', async () => {
        const ledger = open({ revisions: 2 });
        for (const number of [1, 2, 3, 4]) await ledger.addRevision(entryOf(number), undefined);
        await ledger.addRevision(entryOf(1, { source: 'OCIRepository/a/b' }), undefined);
        await ledger.retain(entryOf(4).seenAt);
        expect(await list(ledger)).toEqual(named(4, 3));
        expect(await ledger.revisions({ source: 'OCIRepository/a/b', limit: 9 })).toHaveLength(1);
      });

      it('goes by bytes, the oldest first', async () => {
        const noise = (number: number) =>
          [...Array(400).keys()].map(index => sha(`${number} ${index}`)).join('');
        const ledger = open({ bytes: 400_000 });
        for (let number = 0; number < 30; number++) {
          const tree = treeOf({ apps: [textOf('large', { noise: noise(number) })] });
          await ledger.addRevision(entryOf(number), tree);
        }
        expect((await ledger.stats()).bytes).toBeGreaterThan(400_000);
        await ledger.retain(entryOf(30).seenAt);
        const { bytes, revisions } = await ledger.stats();
        expect(bytes).toBeLessThanOrEqual(400_000);
        expect(revisions).toBeGreaterThan(5);
        const left = [...Array(revisions).keys()].map(index => 29 - index);
        expect(await list(ledger)).toEqual(named(...left));
      });

      it('leaves the newest of each source, and the applied, whatever their age and weight', async () => {
        const ledger = open({ age: day, revisions: 1, bytes: 1 });
        for (const number of [1, 2, 3, 4])
          await ledger.addRevision(entryOf(number), distinct(number));
        for (const number of [1, 2]) await ledger.addOutcome(outcomeOf(number));
        await ledger.addOutcome(outcomeOf(3, { state: 'failed' }));
        await ledger.retain(400 * day + entryOf(4).seenAt);
        expect(await list(ledger)).toEqual(named(4, 2));
        expect(await ledger.outcomes({ object: kustomization, limit: 9 })).toEqual([outcomeOf(2)]);
      });

      it('leaves those that the caller says are applied', async () => {
        const ledger = open({ revisions: 1 });
        for (const number of [1, 2, 3, 4])
          await ledger.addRevision(entryOf(number), distinct(number));
        await ledger.addOutcome(outcomeOf(2));
        await ledger.retain(entryOf(4).seenAt, named(1));
        expect(await list(ledger)).toEqual(named(4, 1));
        await ledger.retain(entryOf(4).seenAt, []);
        expect(await list(ledger)).toEqual(named(4));
      });

      it('leaves a build that was just handed out, for one round', async () => {
        const ledger = open({ revisions: 1 });
        const [one, two] = [distinct(1), distinct(2)];
        await ledger.addRevision(entryOf(1), one);
        await ledger.addRevision(entryOf(2), two);
        const node = await ledger.buildOf(one.nodes[0]?.key ?? '');
        await ledger.retain(entryOf(2).seenAt);
        // Rendered meanwhile: it names the build that the ledger said it knows.
        await ledger.addRevision(entryOf(3), { ...one, builds: new Map(), objects: new Map() });
        expect(await ledger.build(node?.build ?? '')).toEqual([...one.builds.values()][0]);

        await ledger.addRevision(entryOf(4), two);
        for (let round = 0; round < 3; round++) await ledger.retain(entryOf(4).seenAt);
        expect(await ledger.build(node?.build ?? '')).toBeUndefined();
      });

      it('leaves so many outcomes and events of each object', async () => {
        const ledger = open({ perObject: 3 });
        const numbers = [...Array(10).keys()];
        for (const number of numbers) {
          const state = number === 2 ? 'applied' : 'failed';
          await ledger.addOutcome(outcomeOf(number, { state }));
          await ledger.addEvent(eventOf(number));
          await ledger.addEvent(
            eventOf(number, { object: 'Kustomization/a/b', at: number * 40 * day })
          );
        }
        await ledger.retain(entryOf(10).seenAt);
        const numbersOf = (rows: { at: number }[]) =>
          rows.map(({ at }) => numbers.find(number => entryOf(number).seenAt === at));
        const query = { object: kustomization, limit: 99 };
        expect(numbersOf(await ledger.outcomes(query))).toEqual([9, 8, 7, 2]);
        expect(numbersOf(await ledger.events(query))).toEqual([9, 8, 7]);
        expect(await ledger.events({ object: 'Kustomization/a/b', limit: 9 })).toEqual([]);
      });
    });

    it('counts what it has', async () => {
      const ledger = open();
      expect(await ledger.stats()).toEqual({
        state: 'ready',
        bytes: expect.any(Number),
        revisions: 0,
        objects: 0,
      });
      await ledger.addRevision(entryOf(2), treeOf({ apps: [textOf('a'), textOf('b')] }));
      await ledger.addRevision(entryOf(1), treeOf({ apps: [textOf('a')] }));
      expect(await ledger.stats()).toEqual({
        state: 'ready',
        bytes: expect.any(Number),
        revisions: 2,
        objects: 2,
        oldest: entryOf(1).seenAt,
      });
    });

    it('keeps hostile texts as they are', async () => {
      const ledger = open();
      const texts = [
        "'; DROP TABLE revision; --",
        '<script>alert(1)</script>',
        '\u001b[31mred\u0007\r\n\u0000after NUL',
        '\u202Eevil\u202C \u{1F4A3} e\u0301 \uFEFF',
        '__proto__',
        'constructor',
        '%s %n ?1 $x :name @p',
        '',
        'main@sha1:' + 'f'.repeat(41),
        'F'.repeat(40),
        'x'.repeat(100_000),
      ];
      for (const [index, text] of texts.entries()) {
        const object = JSON.stringify({ text, lone: '\ud800' });
        const tree = treeOf({ [text]: [object] });
        const entry = entryOf(index, {
          source: text,
          revision: text,
          digest: text,
          problem: text,
          commit: { hash: text, subject: text, author: { name: text, email: text }, files: [text] },
        });
        await ledger.addRevision(entry, tree);
        const known = await ledger.revision(text, text);
        expect(known).toEqual({ ...entry, tree: expect.any(String) });
        expect(await ledger.revisions({ source: text, limit: 9 })).toEqual([known]);
        expect(await ledger.tree(known?.tree ?? '')).toEqual(tree.nodes);
        expect(await ledger.objects([sha(object)])).toEqual(new Map([[sha(object), object]]));
        const outcome = outcomeOf(index, {
          object: text,
          revision: text,
          reason: text,
          message: text,
        });
        await ledger.addOutcome(outcome);
        expect(await ledger.outcomes({ object: text, limit: 9 })).toEqual([outcome]);
        const event = eventOf(index, {
          object: text,
          reason: text,
          message: text,
          id: text,
          by: text,
        });
        await ledger.addEvent(event);
        expect(await ledger.events({ object: text, limit: 9 })).toEqual([event]);
      }
      expect((await ledger.stats()).revisions).toBe(texts.length);
    });
  }
);
