import type { ReactNode } from 'react';
import { useText } from '../../headlamp/text.ts';
import { WordsProvider } from '../../parts/Say.tsx';
import { englishWords } from '../../parts/words.ts';

/** What Lumen's parts stand in on a page of the host's: its language, and nothing that reads the cluster. */
export function HostFrame({ children }: { children: ReactNode }) {
  return <WordsProvider value={useText(englishWords)}>{children}</WordsProvider>;
}

export const useManagedTitle = () => useText(englishWords)('managed.title');
