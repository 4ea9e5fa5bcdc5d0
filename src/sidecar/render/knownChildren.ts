import type { Wanted } from './kustomizationTree.ts';

/**
 * The Kustomizations that renderings gave, by render key, with the values that are masked wherever they are stored: in
 * memory alone, so that whoever starts anew renders them once more.
 */
export interface KnownChildren {
  get(key: string): Wanted[] | undefined;
  set(key: string, children: Wanted[]): void;
}

const most = 500;

export function createKnownChildren(): KnownChildren {
  const known = new Map<string, Wanted[]>();
  return {
    get: key => known.get(key),
    set(key, children) {
      known.delete(key);
      known.set(key, children);
      const [oldest = ''] = known.size > most ? known.keys() : [];
      known.delete(oldest);
    },
  };
}
