import { type FluxKindName, fluxKinds, type FluxSection } from '../../core/flux/kinds.ts';

/** Lumen's pages in the host: `flux/*` belongs to the official plugin, and both may be installed. */
export const pages = {
  overview: { name: 'lumen-overview', path: '/lumen/overview' },
  sources: { name: 'lumen-sources', path: '/lumen/sources' },
  images: { name: 'lumen-images', path: '/lumen/images' },
  notifications: { name: 'lumen-notifications', path: '/lumen/notifications' },
  changes: { name: 'lumen-changes', path: '/lumen/changes' },
  graph: { name: 'lumen-graph', path: '/lumen/graph' },
  controllers: { name: 'lumen-controllers', path: '/lumen/controllers' },
} as const;

export interface KindRoute {
  kind: FluxKindName;
  section: FluxSection;
  list: { name: string; path: string };
  object: { name: string; path: string };
}

/** One list and one object page for each kind, below the page of its section. */
export const kindRoutes: readonly KindRoute[] = fluxKinds.map(kind => {
  const { section, plural, singular } = kind;
  const folder = section === plural ? `/lumen/${plural}` : `/lumen/${section}/${plural}`;
  return {
    kind: kind.kind,
    section,
    list: { name: `lumen-${plural}`, path: folder },
    object: { name: `lumen-${singular}`, path: `${folder}/:namespace/:name` },
  };
});
