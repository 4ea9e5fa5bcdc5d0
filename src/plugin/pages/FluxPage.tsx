import type { ReactNode } from 'react';
import { useSettings } from '../headlamp/settings.ts';
import { useText } from '../headlamp/text.ts';
import { useClusters } from '../live/useClusters.ts';
import { useServerClock } from '../live/useServerClock.ts';
import { ClockProvider } from '../parts/clock.tsx';
import { PreferencesProvider } from '../parts/preferences.tsx';
import { WordsProvider } from '../parts/Say.tsx';
import { Page } from '../parts/Section.tsx';
import { englishWords } from '../parts/words.ts';
import { clustersBase } from './clustersBase.ts';
import { PageKeys } from './PageKeys.tsx';

/** What every page of Lumen stands in: the person's language and settings, and the clock of the page's own cluster. */
export function FluxPage({ cluster, children }: { cluster: string; children: ReactNode }) {
  const words = useText(englishWords);
  const clock = useServerClock(cluster);
  const settings = useSettings();
  const base = clustersBase(useClusters());
  return (
    <WordsProvider value={words}>
      <ClockProvider value={clock}>
        <PreferencesProvider value={settings}>
          <Page>{children}</Page>
          <PageKeys base={base} />
        </PreferencesProvider>
      </ClockProvider>
    </WordsProvider>
  );
}
