import { useSelectedClusters } from '../headlamp/selection.ts';

/** The selected clusters; the first one is the page's own. */
export const useClusters: () => readonly string[] = useSelectedClusters;
