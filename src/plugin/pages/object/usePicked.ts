import { useTabSearch } from './useTabSearch.ts';

/** Revisions chosen to be compared, at most two, in the address. A third takes the place of the first. */
export function usePicked(): { picked: readonly string[]; pick: (revisions: string[]) => void } {
  const [said, say] = useTabSearch('pick');
  const picked = (said ?? '').split(',').filter(Boolean).slice(-2);
  return {
    picked,
    pick: revisions => say(revisions.length > 0 ? revisions.slice(-2).join(',') : undefined),
  };
}
