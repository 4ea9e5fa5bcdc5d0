import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitServer, startGitServer } from '../../../src/demo/git/gitServer.ts';
import { createGitSources, type GitSources } from '../../../src/sidecar/artifacts/gitSources.ts';
import { cloneInto } from '../workingCopy.ts';

let folder: string;
let git: GitServer;
let sources: GitSources;
const hashes: string[] = [];
const source = () => ({
  url: git.urlOf('team/app'),
  ref: { branch: 'main' },
  timeout: 20_000,
  isObserved: true,
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lumen-history-'));
  git = await startGitServer({ folder: join(folder, 'git') });
  await git.create('team/app');
  const copy = await cloneInto(join(folder, 'copy'), git.urlOf('team/app'));
  for (const name of ['one', 'two', 'three', 'four']) {
    const revision = await copy.push(`Add ${name}`, { [`${name}.txt`]: name, 'all.txt': name });
    hashes.push(revision.replace('main@sha1:', ''));
  }
  sources = createGitSources(join(folder, 'stores'), join(folder, 'keys'));
});
afterAll(async () => {
  await git?.close();
  await rm(folder, { recursive: true, force: true });
});

const [one, two, three, four] = [0, 1, 2, 3].map(index => () => hashes[index] ?? '');

describe('the history of a GitRepository', () => {
  it('tells of one commit who wrote it, what it follows and which files it changed', async () => {
    expect(await sources.history('ns/one', { to: three!(), limit: 1 }, source())).toEqual({
      commits: [
        {
          hash: three!(),
          subject: 'Add three',
          author: { name: 'Ada Scenario', email: 'ada@example.com' },
          date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          parents: [two!()],
          files: ['all.txt', 'three.txt'],
        },
      ],
      isComplete: false,
    });
  });

  it('lists the commits after one up to another, however few were fetched before', async () => {
    const asked = (from: string, limit: number) =>
      sources.history('ns/range', { from, to: four!(), limit }, source());
    const subjects = async (from: string, limit: number) => {
      const found = await asked(from, limit);
      return [found?.commits.map(({ subject }) => subject), found?.isComplete];
    };
    expect(await subjects(three!(), 1)).toEqual([['Add four'], true]);
    expect(await subjects(one!(), 10)).toEqual([['Add four', 'Add three', 'Add two'], true]);
    expect(await subjects(one!(), 2)).toEqual([['Add four', 'Add three'], false]);
    expect(await subjects('f'.repeat(40), 10)).toEqual([
      ['Add four', 'Add three', 'Add two', 'Add one'],
      false,
    ]);
  });

  it('knows nothing of a commit that the server does not have, or that may not be asked for', async () => {
    const unknown = { to: 'e'.repeat(40), limit: 1 };
    expect(await sources.history('ns/none', unknown, source())).toBeUndefined();
    expect(
      await sources.history('ns/closed', { to: four!(), limit: 1 }, undefined)
    ).toBeUndefined();
  });
});
