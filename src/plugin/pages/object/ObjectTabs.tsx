import { Box, Tab, Tabs } from '@mui/material';
import type { ReactNode } from 'react';
import { historyOf } from '../../../core/flux/history.ts';
import { type KubernetesObject, record } from '../../../core/kubernetes/object.ts';
import type { ClusterView, FluxEntry } from '../../live/views.ts';
import { useWords } from '../../parts/Say.tsx';
import { useShortcut } from '../../parts/shortcuts.ts';
import { ChangesTab } from './ChangesTab.tsx';
import { EventsTab } from './events/EventsTab.tsx';
import { HistoryTab } from './HistoryTab.tsx';
import { InventoryTab } from './InventoryTab.tsx';
import { SummaryTab } from './SummaryTab.tsx';
import type { AppliedRow } from './useApplied.tsx';
import { useTabSearch } from './useTabSearch.ts';
import { YamlText } from './YamlText.tsx';

type TabName = 'summary' | 'inventory' | 'values' | 'changes' | 'history' | 'events' | 'yaml';

const ofSources: readonly TabName[] = ['summary', 'changes', 'events', 'yaml'];
const tabsOf: Record<string, readonly TabName[]> = {
  Kustomization: ['summary', 'inventory', 'changes', 'events', 'yaml'],
  HelmRelease: ['summary', 'inventory', 'values', 'history', 'events', 'yaml'],
  GitRepository: ofSources,
  OCIRepository: ofSources,
  Bucket: ofSources,
  ExternalArtifact: ofSources,
};
const usual: readonly TabName[] = ['summary', 'events', 'yaml'];

/** Without what nobody reads: the managed fields are kept out of the store already. */
function YamlTab({ object }: { object: KubernetesObject }) {
  const words = useWords();
  return <YamlText value={object} label={words('tab.yaml')} />;
}

function ValuesTab({ object }: { object: KubernetesObject }) {
  const words = useWords();
  return <YamlText value={record(object.spec).values ?? {}} label={words('tab.values')} />;
}

/** Everything else about an object; the tab is part of the address. */
export function ObjectTabs({
  entry,
  view,
  rows,
}: {
  entry: FluxEntry;
  view: ClusterView | undefined;
  rows: readonly AppliedRow[];
}) {
  const words = useWords();
  const [chosen, choose] = useTabSearch('tab');
  const { object, cluster } = entry;
  const names = tabsOf[object.kind] ?? usual;
  const tab = names.find(name => name === chosen) ?? 'summary';
  useShortcut('d', () => {
    if (names.includes('changes')) choose('changes');
  });
  const counts: Partial<Record<TabName, number>> = {
    inventory: rows.length,
    history: historyOf(object).length,
  };
  const contents: Record<TabName, () => ReactNode> = {
    summary: () => <SummaryTab object={object} view={view} cluster={cluster} />,
    inventory: () => <InventoryTab {...{ object, rows, cluster }} />,
    values: () => <ValuesTab object={object} />,
    changes: () => <ChangesTab entry={entry} view={view} />,
    history: () => <HistoryTab object={object} />,
    events: () => <EventsTab object={object} cluster={cluster} />,
    yaml: () => <YamlTab object={object} />,
  };
  return (
    <>
      <Tabs
        value={tab}
        onChange={(_, next: TabName) => choose(next === 'summary' ? undefined : next)}
        variant="scrollable"
        aria-label={words('tab.label')}
        sx={{ borderBottom: 1, borderColor: 'divider', mb: 2, minHeight: 44 }}
      >
        {names.map(name => (
          <Tab
            key={name}
            value={name}
            id={`lumen-tab-${name}`}
            aria-controls="lumen-tabpanel"
            label={words(counts[name] === undefined ? `tab.${name}` : `tab.${name}.count`, {
              count: counts[name] ?? 0,
            })}
            sx={{ textTransform: 'none', minHeight: 44 }}
          />
        ))}
      </Tabs>
      <Box role="tabpanel" id="lumen-tabpanel" aria-labelledby={`lumen-tab-${tab}`}>
        {contents[tab]()}
      </Box>
    </>
  );
}
