import { registerPages } from './plugin/headlamp/registerPages.tsx';
import { registerSidebar } from './plugin/headlamp/sidebar.ts';
import { ChangesPage } from './plugin/pages/changes/ChangesPage.tsx';
import { ControllersPage } from './plugin/pages/controllers/ControllersPage.tsx';
import { ListPage } from './plugin/pages/list/ListPage.tsx';
import { SectionPage } from './plugin/pages/list/SectionPage.tsx';
import { ObjectPage } from './plugin/pages/object/ObjectPage.tsx';
import { Overview } from './plugin/pages/overview/Overview.tsx';

registerSidebar();
registerPages({
  Overview,
  Section: SectionPage,
  List: ListPage,
  Object: ObjectPage,
  Changes: ChangesPage,
  Controllers: ControllersPage,
});
