import { applierOf } from './core/flux/applier.ts';
import { registerManaged } from './plugin/headlamp/registerManaged.tsx';
import { registerMap } from './plugin/headlamp/registerMap.tsx';
import { registerPages } from './plugin/headlamp/registerPages.tsx';
import { registerSettings } from './plugin/headlamp/registerSettings.tsx';
import { registerSidebar } from './plugin/headlamp/sidebar.ts';
import { ChangesPage } from './plugin/pages/changes/ChangesPage.tsx';
import { ControllersPage } from './plugin/pages/controllers/ControllersPage.tsx';
import { GraphPage } from './plugin/pages/graph/GraphPage.tsx';
import { MapDetails } from './plugin/pages/graph/MapDetails.tsx';
import { useMapData } from './plugin/pages/graph/useMapData.ts';
import { ListPage } from './plugin/pages/list/ListPage.tsx';
import { SectionPage } from './plugin/pages/list/SectionPage.tsx';
import { HostFrame, useManagedTitle } from './plugin/pages/managed/HostFrame.tsx';
import { ManagedBy } from './plugin/pages/managed/ManagedBy.tsx';
import { ManagedWarning } from './plugin/pages/managed/ManagedWarning.tsx';
import { ObjectPage } from './plugin/pages/object/ObjectPage.tsx';
import { Overview } from './plugin/pages/overview/Overview.tsx';
import { SettingsPage } from './plugin/pages/settings/SettingsPage.tsx';

registerSidebar();
registerPages({
  Overview,
  Section: SectionPage,
  List: ListPage,
  Object: ObjectPage,
  Changes: ChangesPage,
  Graph: GraphPage,
  Controllers: ControllersPage,
});
registerManaged({
  isManaged: object => applierOf(object) !== undefined,
  useTitle: useManagedTitle,
  Frame: HostFrame,
  Section: ManagedBy,
  Warning: ManagedWarning,
});
registerSettings(SettingsPage);
registerMap({ label: 'Flux · Lumen', useMapData, Details: MapDetails });
