import type { Destination } from './visit.ts';

type Pages = Record<'ours' | 'theirs', Destination>;

/** What each plugin's pages say where so many objects of a kind are in a cluster, some of them broken. */
export const rivalPages: Record<'overview' | 'list', Pages> = {
  overview: {
    ours: {
      path: '/lumen/overview',
      isBegun: () => document.querySelector('main [aria-label="What needs attention"] li') !== null,
      // It names what is broken as soon as it has seen it: it is whole when it has seen all, and follows all.
      isWhole: count => {
        const verdict = document.querySelector('main p[role=status]')?.textContent ?? '';
        const isLive = !document.querySelector('main')?.textContent?.includes('connecting');
        return verdict.includes(`${count} of ${count} are`) && isLive;
      },
    },
    theirs: {
      path: '/flux/overview',
      isBegun: () => /\d+ failing/.test(document.body.textContent ?? ''),
      isWhole: () => /\d+ failing/.test(document.body.textContent ?? ''),
    },
  },
  list: {
    ours: {
      path: '/lumen/kustomizations',
      isBegun: () => document.querySelector('main [role=rowgroup] [role=row]') !== null,
      isWhole: count =>
        Number(document.querySelector('main [role=grid]')?.getAttribute('aria-rowcount')) >= count,
    },
    theirs: {
      path: '/flux/kustomizations',
      isBegun: () => document.querySelector('main tbody tr') !== null,
      isWhole: count =>
        [String(count), count.toLocaleString('en')].some(total =>
          (document.body.textContent ?? '').includes(`of ${total}`)
        ),
    },
  },
};
