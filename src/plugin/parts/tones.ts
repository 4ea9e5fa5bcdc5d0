import type { Theme } from '@mui/material';
import type { StateName } from '../../core/flux/state.ts';

/** What a colour means. The colour itself is the theme's. */
export type Tone = 'success' | 'info' | 'warning' | 'error' | 'muted';

/**
 * The host's dark theme keeps `main` of error and success at values that read badly on its own
 * background (dark red; nearly white), and has readable ones beside them.
 */
export function toneColor({ palette }: Theme, tone: Tone): string {
  if (tone === 'muted') return palette.text.secondary;
  const color: { main: string; light: string; 300?: string } = palette[tone];
  if (palette.mode === 'light' || tone === 'warning') return color.main;
  return color[300] ?? color.light;
}

/** Colour is the least of what tells states apart: a shape and a word go with it. */
export const stateTone: Record<StateName, Tone> = {
  ready: 'success',
  progressing: 'info',
  retrying: 'warning',
  failing: 'error',
  stalled: 'error',
  pending: 'muted',
  suspended: 'muted',
  terminating: 'warning',
  unknown: 'muted',
  static: 'muted',
};
