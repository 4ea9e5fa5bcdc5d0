import { Box, MenuItem, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { readForge, toConfigMap } from '../../../core/flux/forge.ts';
import type { ClusterSettings, Settings } from '../../../core/settings.ts';
import { useKnownClusters } from '../../headlamp/selection.ts';
import { Say, useWords } from '../../parts/Say.tsx';
import { KeptField } from './KeptField.tsx';

const forgeKeys = ['repositories', 'type', 'commit', 'file', 'compare'] as const;
const sidecarKeys = ['namespace', 'name'] as const;

type Place = NonNullable<ClusterSettings['sidecar']>;

/** What this browser says instead of one cluster: which forge has the repositories, and where the sidecar is. */
export function ClusterOverrides({
  settings: { clusters },
  onChange,
}: {
  settings: Settings;
  onChange: (clusters: Settings['clusters']) => void;
}) {
  const words = useWords();
  const names = useKnownClusters();
  const [chosen, choose] = useState<string>();
  const cluster = chosen ?? names[0];
  // Half a place is none, and is kept here until it is whole.
  const [halves, setHalves] = useState<Record<string, Place>>({});
  if (cluster === undefined) return null;
  const told = clusters[cluster] ?? {};
  const forge = told.forge ?? {};
  const sidecar: Place = { namespace: '', name: '', ...told.sidecar, ...halves[cluster] };
  const problems = told.forge ? readForge(toConfigMap(forge)).problems : [];
  const keep = (next: ClusterSettings) =>
    onChange({ ...clusters, [cluster]: { ...told, ...next } });

  function setSidecar(key: 'namespace' | 'name', value: string) {
    const place: Place = { ...sidecar, [key]: value };
    setHalves({ ...halves, [cluster as string]: place });
    keep({ sidecar: place });
  }

  return (
    <Box component="section" sx={{ display: 'grid', gap: 2 }}>
      <Typography component="h2" sx={{ fontSize: '1rem' }}>
        {words('settings.cluster')}
      </Typography>
      <Box sx={{ color: 'text.secondary' }}>
        <Say id="settings.cluster.why" />
      </Box>
      <TextField
        select
        size="small"
        label={words('settings.cluster.name')}
        value={cluster}
        onChange={event => choose(event.target.value)}
        sx={{ maxWidth: 320 }}
      >
        {names.map(name => (
          <MenuItem key={name} value={name}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      {sidecarKeys.map(key => (
        <KeptField
          key={`${cluster} ${key}`}
          label={words(`settings.sidecar.${key}`)}
          value={sidecar[key]}
          onKeep={value => setSidecar(key, value)}
        />
      ))}
      {forgeKeys.map(key => {
        const isRefused = problems.some(problem => problem.key === key);
        return (
          <KeptField
            key={`${cluster} ${key}`}
            label={words(`settings.forge.${key}`)}
            value={forge[key] ?? ''}
            error={isRefused ? words(`controllers.forge.${key}`) : undefined}
            onKeep={value => keep({ forge: { ...forge, [key]: value } })}
          />
        );
      })}
    </Box>
  );
}
