import { expect, it } from 'vitest';
import { changesPath } from './changesPath.ts';

it('names the cluster, the object and both revisions, whatever is in their names', () => {
  const path = changesPath('noah/1', {
    of: 'Kustomization/flux-system/apps',
    from: 'feat/a&b@sha1:5763edb',
    to: 'newest',
  });
  const { pathname, searchParams } = new URL(path, 'http://lumen');
  expect(pathname).toBe('/c/noah%2F1/lumen/changes');
  expect(Object.fromEntries(searchParams)).toEqual({
    of: 'Kustomization/flux-system/apps',
    from: 'feat/a&b@sha1:5763edb',
    to: 'newest',
  });
});
