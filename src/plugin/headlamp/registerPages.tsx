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
}

export function registerPages({ Overview, Section, List, Object, Changes }: Pages): void {
  const { overview, changes, ...sections } = pages;
  registerRoute({
    ...overview,
    exact: true,
    sidebar: sidebarName('overview'),
    isFullWidth: true,
    component: () => <Overview />,
  });
  registerRoute({
    ...changes,
    exact: true,
    // Reached from many pages: none of the sidebar's is the one that it belongs to.
    sidebar: sidebarName('overview'),
    isFullWidth: true,
    component: () => <Changes />,
  });
  for (const section of ['sources', 'images', 'notifications'] as const) {
    registerRoute({
      ...sections[section],
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
