import { registerSidebarEntry, registerSidebarEntryFilter } from '@kinvolk/headlamp-plugin/lib';
import type { FluxSection } from '../../core/flux/kinds.ts';
import { kindRoutes, pages } from './routes.ts';

type Item = 'overview' | 'graph' | 'controllers' | FluxSection;

/** Names of sidebar entries are shared by all plugins: the official one has `flux`, `overview` and more. */
const root = 'lumen';

/** Without an item, the section itself: a page that belongs to none of its entries. */
export function sidebarName(item?: Item): string {
  return item ? `${root}-${item}` : root;
}

/** Its own drawing, since the host bundles only the icons that it uses itself. */
const icon = {
  body: '<path fill="currentColor" d="M11 2v6.2L6.6 3.8 5.2 5.2 9.6 9.6H3v2h7.2a2 2 0 1 0 2.8-2.8V2zm2 20v-6.2l4.4 4.4 1.4-1.4-4.4-4.4H21v-2h-6.2a4 4 0 0 1-3.8 3.8V22z"/>',
  width: 24,
  height: 24,
};

const labels: readonly [Item, string][] = [
  ['overview', 'Overview'],
  ['kustomizations', 'Kustomizations'],
  ['helmreleases', 'HelmReleases'],
  ['sources', 'Sources'],
  ['images', 'Images'],
  ['notifications', 'Notifications'],
  ['graph', 'Graph'],
  ['controllers', 'Controllers'],
];

function urlOf(item: Item): string {
  if (item in pages) return pages[item as keyof typeof pages].path;
  return kindRoutes.find(route => route.section === item)?.list.path ?? pages.overview.path;
}

function registerRoot(label: string) {
  registerSidebarEntry({ parent: null, name: root, label, url: pages.overview.path, icon });
}

/** The section **Flux** of the sidebar; "Flux · Lumen" beside another plugin's entry `flux`. */
export function registerSidebar(): void {
  registerRoot('Flux');
  for (const [item, label] of labels) {
    registerSidebarEntry({ parent: root, name: sidebarName(item), label, url: urlOf(item) });
  }
  let isRenamed = false;
  // The host tells nobody which entries there are, but a filter is shown them all, while they are drawn.
  registerSidebarEntryFilter(entry => {
    if (entry.name === 'flux' && !isRenamed) {
      isRenamed = true;
      queueMicrotask(() => registerRoot('Flux · Lumen'));
    }
    return entry;
  });
}
