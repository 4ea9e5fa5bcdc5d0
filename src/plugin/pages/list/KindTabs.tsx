import { Box } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import { type FluxKind, fluxKinds, type FluxSection } from '../../../core/flux/kinds.ts';
import type { ClusterView } from '../../live/views.ts';
import { kindPath } from '../../parts/objectPath.ts';
import { useWords } from '../../parts/Say.tsx';

export function kindsOf(section: FluxSection): readonly FluxKind[] {
  return fluxKinds.filter(kind => kind.section === section);
}

/** How many there are in all clusters; undefined while no cluster has answered, or where none has the kind. */
function countOf(kind: FluxKind, clusters: readonly ClusterView[]): number | undefined {
  const views = clusters.flatMap(({ kinds }) => kinds.get(kind.kind) ?? []);
  const known = views.filter(({ phase, entries }) => phase.name === 'live' || entries.length > 0);
  return known.length ? known.reduce((sum, view) => sum + view.entries.length, 0) : undefined;
}

/** The kinds of a section, each at its own address. */
export function KindTabs({
  section,
  current,
  clusters,
  base,
}: {
  section: FluxSection;
  current: FluxKind;
  clusters: readonly ClusterView[];
  /** `/c/noah` */
  base: string;
}) {
  const words = useWords();
  return (
    <Box
      component="nav"
      aria-label={words(`nav.${section}`)}
      sx={{
        display: 'flex',
        gap: 3,
        overflowX: 'auto',
        mb: 2,
        boxShadow: theme => `inset 0 -1px ${theme.palette.divider}`,
        '& a': {
          py: 1,
          minHeight: { xs: 44, sm: 'auto' },
          boxSizing: 'border-box',
          flex: 'none',
          color: 'text.secondary',
          textDecoration: 'none',
          borderBottom: '2px solid transparent',
        },
        '& a:hover': { color: 'text.primary' },
        '& a[aria-current]': { color: 'text.primary', borderColor: 'text.primary' },
      }}
    >
      {kindsOf(section).map(kind => (
        <RouterLink
          key={kind.kind}
          to={`${base}${kindPath(kind)}`}
          aria-current={kind === current ? 'page' : undefined}
        >
          {words(`kinds.${kind.kind}`)} {countOf(kind, clusters) ?? ''}
        </RouterLink>
      ))}
    </Box>
  );
}
