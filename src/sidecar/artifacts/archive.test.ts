import { expect, it } from 'vitest';
import { packArchive } from './archive.ts';

const file = (path: string, text: string) => ({ path, content: Buffer.from(text) });

it('packs the same files to the same bytes, in whatever order they come', async () => {
  const files = [file('b.yaml', 'b'), file('a/x.yaml', 'x'), file('a/b/y.yaml', 'y')];
  const [one, two] = [
    await packArchive({ files, folders: ['a', 'a/b'] }),
    await packArchive({ files: [...files].reverse(), folders: ['a/b', 'a'] }),
  ];
  expect(one.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(two).toEqual(one);
});

it('packs other content to another digest', async () => {
  const digests = [
    await packArchive({ files: [file('a', '1')], folders: [] }),
    await packArchive({ files: [file('a', '2')], folders: [] }),
  ];
  expect(new Set(digests.map(({ digest }) => digest)).size).toBe(2);
});
