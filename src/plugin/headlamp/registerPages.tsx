import { registerRoute } from '@kinvolk/headlamp-plugin/lib';
import type { ComponentType } from 'react';
import { useParams } from 'react-router-dom';
import type { FluxKindName, FluxSection } from '../../core/flux/kinds.ts';
import { kindRoutes, pages } from './routes.ts';
import { useSelectedClusters } from './selection.ts';
import { sidebarName } from './sidebar.ts';

/** What the host shows at Lumen's addresses. */
export interface Pages {
  Overview: ComponentType;
  /** The page of a section that has a tab for each of its kinds. */
  Section: ComponentType<{ section: FluxSection }>;
  List: ComponentType<{ kind: FluxKindName }>;
  Object: ComponentType<{ kind: FluxKindName; cluster: string; namespace: string; name: string }>;
  /** Everything that it shows is named in its query. */
  Changes: ComponentType;
  Graph: ComponentType;
  Controllers: ComponentType;
}

export function registerPages({ Section, List, Object, ...alone }: Pages): void {
  const single = [
    ['overview', alone.Overview, sidebarName('overview')],
    // Reached from many pages: none of the sidebar's entries is the one that it belongs to.
    ['changes', alone.Changes, sidebarName()],
    ['graph', alone.Graph, sidebarName('graph')],
    ['controllers', alone.Controllers, sidebarName('controllers')],
  ] as const;
  for (const [page, Content, sidebar] of single) {
    registerRoute({
      ...pages[page],
      exact: true,
      sidebar,
      isFullWidth: true,
      component: () => <Content />,
    });
  }
  for (const section of ['sources', 'images', 'notifications'] as const) {
    registerRoute({
      ...pages[section],
      exact: true,
      sidebar: sidebarName(section),
      isFullWidth: true,
      component: () => <Section section={section} />,
    });
  }
  for (const { kind, section, list, object } of kindRoutes) {
    const sidebar = sidebarName(section);
    registerRoute({
      ...list,
      exact: true,
      sidebar,
      isFullWidth: true,
      component: () => <List kind={kind} />,
    });
    const OfAddress = () => {
      const { namespace, name } = useParams<{ namespace: string; name: string }>();
      const [cluster = ''] = useSelectedClusters();
      const place = `${cluster}/${namespace}/${name}`;
      return <Object key={place} {...{ kind, cluster, namespace, name }} />;
    };
    registerRoute({
      ...object,
      exact: true,
      sidebar,
      isFullWidth: true,
      component: () => <OfAddress />,
    });
  }
}
