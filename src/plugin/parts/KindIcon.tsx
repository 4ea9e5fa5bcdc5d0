import { Box } from '@mui/material';

type Family =
  | 'apply'
  | 'chart'
  | 'source'
  | 'image'
  | 'bell'
  | 'workload'
  | 'config'
  | 'network'
  | 'other';

const families: Record<string, Family> = {
  'kustomize.toolkit.fluxcd.io': 'apply',
  'helm.toolkit.fluxcd.io': 'chart',
  'source.toolkit.fluxcd.io': 'source',
  'source.extensions.fluxcd.io': 'source',
  'image.toolkit.fluxcd.io': 'image',
  'notification.toolkit.fluxcd.io': 'bell',
  apps: 'workload',
  batch: 'workload',
  'networking.k8s.io': 'network',
  '/Pod': 'workload',
  '/ConfigMap': 'config',
  '/Secret': 'config',
  '/Service': 'network',
};

const drawings: Record<Family, string> = {
  apply: 'M8 2 14 5 8 8 2 5ZM2.5 8 8 10.75 13.5 8M2.5 11 8 13.75 13.5 11',
  chart:
    'M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM8 1.5V5M8 11v3.5M2.4 4.75 5.4 6.5M10.6 9.5l3 1.75M2.4 11.25l3-1.75M10.6 6.5l3-1.75',
  source:
    'M4.5 5.5v5M4.5 5.5a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5ZM4.5 14a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5ZM11.5 6.5a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5ZM11.5 6.5c0 3-4 2-7 4',
  image: 'M2.5 3.5h11v9h-11ZM2.5 10.5l3-3 2.5 2.5 2-2 3.5 3.5M10.5 6.25h.01',
  bell: 'M8 2a3.75 3.75 0 0 0-3.75 3.75c0 3.5-1.5 4.5-1.5 5.5h10.5c0-1-1.5-2-1.5-5.5A3.75 3.75 0 0 0 8 2ZM6.5 13.5h3',
  workload: 'M8 1.75 13.5 5v6L8 14.25 2.5 11V5ZM2.75 5.1 8 8.1l5.25-3M8 8.1v6',
  config: 'M4 1.75h5.5L12.5 5v9.25H4ZM6.25 7.5h4M6.25 10.5h4',
  network: 'M6.5 2h3v3h-3ZM2 11h3v3H2ZM11 11h3v3h-3ZM8 5v3M3.5 11V8h9v3',
  other: 'M3 3h10v10H3Z',
};

/** What sort of thing a kind is, at a glance. The word or the title says which. */
export function KindIcon({ group, kind }: { group: string; kind: string }) {
  const family = families[`${group}/${kind}`] ?? families[group] ?? 'other';
  return (
    <Box
      component="span"
      title={kind}
      sx={{ color: 'text.secondary', display: 'inline-flex', flex: 'none' }}
    >
      <svg width="14" height="14" viewBox="0 0 16 16" role="img" aria-label={kind}>
        <path
          d={drawings[family]}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.25"
          strokeLinejoin="round"
          strokeLinecap="round"
        />
      </svg>
    </Box>
  );
}
