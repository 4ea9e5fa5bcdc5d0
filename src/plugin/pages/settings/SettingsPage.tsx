import {
  Box,
  Checkbox,
  FormControl,
  FormControlLabel,
  FormGroup,
  FormLabel,
  Radio,
  RadioGroup,
  Switch,
} from '@mui/material';
import { noiseIds } from '../../../core/diff/noise.ts';
import type { Settings } from '../../../core/settings.ts';
import { saveSettings, useSettings } from '../../headlamp/settings.ts';
import { Say, useWords } from '../../parts/Say.tsx';
import { HostFrame } from '../managed/HostFrame.tsx';
import { ClusterOverrides } from './ClusterOverrides.tsx';

/** What a person sets for this browser. All of it is right as it is. */
export function SettingsPage() {
  return (
    <HostFrame>
      <Content />
    </HostFrame>
  );
}

function Content() {
  const words = useWords();
  const settings = useSettings();
  const set = (change: Partial<Settings>) => saveSettings({ ...settings, ...change });
  const { density, hasShortcuts, notNoise } = settings;
  return (
    <Box sx={{ display: 'grid', gap: 3, maxWidth: 720, py: 2 }}>
      <Box sx={{ color: 'text.secondary' }}>
        <Say id="settings.where" />
      </Box>
      <FormControl>
        <FormLabel id="lumen-density">{words('settings.density')}</FormLabel>
        <RadioGroup
          row
          aria-labelledby="lumen-density"
          value={density}
          onChange={(_, value) => set({ density: value as Settings['density'] })}
        >
          {(['comfortable', 'compact'] as const).map(value => (
            <FormControlLabel
              key={value}
              value={value}
              control={<Radio size="small" />}
              label={words(`settings.density.${value}`)}
            />
          ))}
        </RadioGroup>
      </FormControl>
      <FormControlLabel
        control={
          <Switch checked={hasShortcuts} onChange={(_, isOn) => set({ hasShortcuts: isOn })} />
        }
        label={words('settings.shortcuts')}
      />
      <FormControl component="fieldset">
        <FormLabel component="legend">{words('settings.noise')}</FormLabel>
        <FormGroup>
          {noiseIds.map(id => (
            <FormControlLabel
              key={id}
              control={
                <Checkbox
                  size="small"
                  checked={!notNoise.includes(id)}
                  onChange={(_, isNoise) =>
                    set({
                      notNoise: isNoise ? notNoise.filter(each => each !== id) : [...notNoise, id],
                    })
                  }
                />
              }
              label={words(`settings.noise.${id}`)}
            />
          ))}
        </FormGroup>
      </FormControl>
      <ClusterOverrides settings={settings} onChange={clusters => set({ clusters })} />
    </Box>
  );
}
