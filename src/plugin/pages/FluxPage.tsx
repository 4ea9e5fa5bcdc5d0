import type { ReactNode } from 'react';
import { useText } from '../headlamp/text.ts';
import { useServerClock } from '../live/useServerClock.ts';
import { ClockProvider } from '../parts/clock.tsx';
import { WordsProvider } from '../parts/Say.tsx';
import { Page } from '../parts/Section.tsx';
import { englishWords } from '../parts/words.ts';

/** What every page of Lumen stands in: the person's language, and the clock of the page's own cluster. */
export function FluxPage({ cluster, children }: { cluster: string; children: ReactNode }) {
  const words = useText(englishWords);
  const clock = useServerClock(cluster);
  return (
    <WordsProvider value={words}>
      <ClockProvider value={clock}>
        <Page>{children}</Page>
      </ClockProvider>
    </WordsProvider>
  );
}
