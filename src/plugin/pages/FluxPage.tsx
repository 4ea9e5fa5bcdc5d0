import type { ReactNode } from 'react';
import { useSettings } from '../headlamp/settings.ts';
import { useText } from '../headlamp/text.ts';
import { useClusters } from '../live/useClusters.ts';
import { PreferencesProvider } from '../parts/preferences.tsx';
import { WordsProvider } from '../parts/Say.tsx';
import { Page } from '../parts/Section.tsx';
import { englishWords } from '../parts/words.ts';
import { ClusterClock } from './ClusterClock.tsx';
import { clustersBase } from './clustersBase.ts';
import { PageKeys } from './PageKeys.tsx';

/** What every page of Lumen stands in: the person's language and settings, and the clock of the page's own cluster. */
export function FluxPage({ cluster, children }: { cluster: string; children: ReactNode }) {
  const words = useText(englishWords);
  const settings = useSettings();
  const base = clustersBase(useClusters());
  return (
    <WordsProvider value={words}>
      <ClusterClock cluster={cluster}>
        <PreferencesProvider value={settings}>
          <Page>{children}</Page>
          <PageKeys base={base} />
        </PreferencesProvider>
      </ClusterClock>
    </WordsProvider>
  );
}
