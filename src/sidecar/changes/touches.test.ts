import { describe, expect, it } from 'vitest';
import type { TreeNode } from '../ledger/ledger.ts';
import { sideOfTree } from './side.ts';
import { readsAt, touchesOf } from './touches.ts';

const node = (name: string, reads: string[] | undefined, parent?: string): TreeNode => ({
  ...{ kustomization: `x/${name}`, key: name, prune: true, deletionPolicy: 'MirrorPrune' },
  ...(reads ? { reads } : {}),
  ...(parent ? { parent: `x/${parent}` } : {}),
});
const readsOf = (nodes: TreeNode[], known: string[] = []) =>
  readsAt(sideOfTree(nodes), 'x/apps', async () => known);
const tree = (...reads: string[]) => [
  node('cluster', ['clusters/', 'clusters/apps.yaml']),
  node('apps', reads, 'cluster'),
  node('web', ['web/patch.yaml'], 'apps'),
  node('other', ['other/', 'other/a.yaml']),
];

/** The newest first, each on the one behind it; a file each. */
const line = (...files: string[]) =>
  files.map((file, index) => ({
    ...{ hash: `${index}`, subject: file, files: [file] },
    parents: [`${index + 1}`],
  }));

describe('what a commit touches', () => {
  it('are files that the builds read, patches and components too, and nothing that others read', async () => {
    const reads = await readsOf(tree('apps/kustomization.yaml', 'components/patch.yaml'));
    const commits = line('other/a.yaml', 'README.md', 'components/patch.yaml', 'web/patch.yaml');
    const found = touchesOf(commits, { from: reads, to: reads });
    expect(found).toEqual([false, false, true, true]);
  });

  it('is not known where a new file may be read, or where the specs of the builds come from', async () => {
    const reads = await readsOf(tree('apps/', 'apps/a.yaml'));
    for (const file of ['apps/new.yaml', 'clusters/apps.yaml', 'clusters/new.yaml']) {
      expect(touchesOf(line(file), { from: reads, to: reads })).toEqual([undefined]);
    }
  });

  it('is not known behind a commit that may have changed what is read, but for what is read at both ends', async () => {
    const from = await readsOf(tree('apps/a.yaml', 'apps/old.yaml'));
    const to = await readsOf(tree('apps/a.yaml', 'apps/new.yaml'));
    const commits = line(
      'x',
      'apps/new.yaml',
      'apps/old.yaml',
      'y',
      'apps/a.yaml',
      'apps/a.yaml',
      'z'
    );
    expect(touchesOf(commits, { from, to })).toEqual([
      ...[false, true, undefined, undefined],
      ...[true, true, false],
    ]);
  });

  it('is told from one end alone where the other is not known, and from none where lines meet', async () => {
    const to = await readsOf(tree('apps/a.yaml'));
    expect(touchesOf(line('x', 'apps/a.yaml', 'x'), { to })).toEqual([false, true, undefined]);
    const merge = line('x', 'x', 'apps/a.yaml').map((commit, index) =>
      index === 0 ? { ...commit, parents: ['1', '2'] } : commit
    );
    expect(touchesOf(merge, { from: to, to })).toEqual([false, undefined, true]);
  });

  it('is known of files of objects alone where the ledger has no more, and of no other', async () => {
    const reads = await readsOf([node('apps', undefined)], ['apps/a.yaml']);
    const commits = line('README.md', 'apps/a.yaml');
    expect(touchesOf(commits, { from: reads, to: reads })).toEqual([undefined, true]);
    const failed = await readsOf([
      { ...node('apps', ['apps/a.yaml']), failure: 'b.yaml is missing' },
    ]);
    expect(touchesOf(line('apps/b.yaml'), { from: failed, to: failed })).toEqual([undefined]);
    expect(touchesOf([{ hash: '0', subject: '' }], { from: reads, to: reads })).toEqual([
      undefined,
    ]);
  });
});
