import type { SxProps, Theme } from '@mui/material';
import { stateNames } from '../../../core/flux/state.ts';
import { stateTone, toneColor } from '../../parts/tones.ts';
import { boxHeight, boxWidth } from './geometry.ts';

/** How each meaning is drawn. Solid, dashed and dotted are told apart without colour. */
const dashes: Record<string, string> = {
  dependsOn: '5 4',
  values: '1.5 3.5',
  images: '8 3 1.5 3',
  notifies: '1.5 6',
};

/** One sheet for all boxes and lines of a graph. */
export function graphStyle(theme: Theme): Record<string, unknown> {
  const { palette } = theme;
  const error = toneColor(theme, 'error');
  const marks = stateNames.map(state => [
    `& .lumen-box.is-${state} .mark`,
    { color: toneColor(theme, stateTone[state]) },
  ]);
  const lines = Object.entries(dashes).map(([name, strokeDasharray]) => [
    `& .line.is-${name}`,
    { strokeDasharray },
  ]);
  return {
    '& .lumen-frame': { position: 'absolute', inset: 0 },
    '& .is-moving .react-flow__viewport': { visibility: 'hidden' },
    // What React Flow needs of its style sheet: who looks at no graph loads none.
    '& .react-flow': { width: '100%', height: '100%', position: 'relative', zIndex: 0 },
    '& .react-flow, & .react-flow__renderer': { overflow: 'hidden' },
    '& .react-flow__container': { position: 'absolute', inset: 0 },
    '& .react-flow__background': {
      pointerEvents: 'none',
      zIndex: -1,
      width: '100%',
      height: '100%',
    },
    '& .react-flow__background circle': { fill: 'var(--xy-background-pattern-color-props)' },
    '& .react-flow__renderer': { zIndex: 4 },
    '& .react-flow__pane': { zIndex: 1, touchAction: 'none', cursor: 'grab', userSelect: 'none' },
    '& .react-flow__pane.dragging': { cursor: 'grabbing' },
    '& .react-flow__viewport': { zIndex: 2, transformOrigin: '0 0', pointerEvents: 'none' },
    '& .react-flow__node': {
      position: 'absolute',
      transformOrigin: '0 0',
      pointerEvents: 'all',
      userSelect: 'none',
    },
    '& .react-flow__viewport-portal': { position: 'absolute', inset: 0, zIndex: -1 },
    '& .lumen-sheet': { position: 'absolute', top: 0, left: 0, transformOrigin: '0 0' },
    '& .lumen-box': {
      position: 'absolute',
      display: 'flex',
      alignItems: 'center',
      gap: '10px',
      width: boxWidth,
      height: boxHeight,
      boxSizing: 'border-box',
      px: '12px',
      border: `1px solid ${palette.divider}`,
      borderRadius: '6px',
      // The host's paper may be see-through: the lines below must not shine through.
      background: palette.background.default,
      color: palette.text.primary,
      font: 'inherit',
      textAlign: 'left',
      cursor: 'pointer',
    },
    '& .lumen-box:hover': { borderColor: palette.text.secondary },
    '& .lumen-box:focus': { outline: 'none' },
    '& .lumen-box:focus-visible': {
      outline: `2px solid ${palette.text.primary}`,
      outlineOffset: '2px',
    },
    '& .lumen-box.is-group, & .lumen-box.is-missing': { borderStyle: 'dashed' },
    '& .lumen-box.is-broken': { borderColor: error },
    '& .lumen-box.is-chosen': { boxShadow: `0 0 0 1px ${palette.text.primary}` },
    '& .lumen-box.is-found': { background: palette.action.selected },
    '& .lumen-box.is-suspended .title': { color: palette.text.secondary },
    '& .mark': { display: 'inline-flex', flex: 'none', width: 16 },
    '& .mark > span': { display: 'inline-flex' },
    '& .unseen': {
      width: 8,
      height: 8,
      m: '4px',
      boxSizing: 'border-box',
      border: `1px solid ${palette.text.secondary}`,
      borderRadius: '50%',
    },
    '& .text': { minWidth: 0, display: 'block' },
    '& .title, & .says': {
      display: 'block',
      whiteSpace: 'nowrap',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
    },
    '& .title': { fontSize: '0.8125rem', lineHeight: '18px' },
    '& .says': { fontSize: '0.75rem', lineHeight: '16px', color: palette.text.secondary },
    '& .lumen-lines': {
      position: 'absolute',
      top: 0,
      left: 0,
      overflow: 'visible',
      pointerEvents: 'none',
    },
    '& .line': {
      fill: 'none',
      stroke: palette.text.secondary,
      strokeWidth: 1.25,
    },
    // As one: where many lines run together they are no darker than one.
    '& .is-quiet': { opacity: 0.6 },
    '& .is-loud .line': { stroke: palette.text.primary, strokeWidth: 1.5 },
    ...Object.fromEntries(lines),
    '& .line.is-source': { strokeWidth: 1 },
    '& .is-loud .line.is-broken': { stroke: error, strokeWidth: 1.75 },
    ...Object.fromEntries(marks),
  };
}

/** A line of a legend, drawn as in the graph. */
export const sampleStyle: SxProps<Theme> = { width: 26, height: 10, flex: 'none' };
