import type { SxProps, Theme } from '@mui/material';
import { type Tone, toneColor } from '../../parts/tones.ts';

const tone = (name: Tone) => ({ color: (theme: Theme) => toneColor(theme, name) });

/** One sheet for the tree. The heights in ChangesTree follow from these lines and paddings. */
export const treeStyle: SxProps<Theme> = {
  overflowY: 'auto',
  flex: 1,
  maxHeight: { xs: '40vh', md: 'none' },
  minHeight: 0,
  fontSize: '0.875rem',
  lineHeight: '20px',
  '& [role="treeitem"]': {
    position: 'absolute',
    top: 0,
    left: 0,
    right: 0,
    px: 1,
    boxSizing: 'border-box',
    borderRadius: 1,
    cursor: 'default',
    overflow: 'hidden',
    whiteSpace: 'nowrap',
  },
  '& [role="treeitem"]:hover': { bgcolor: 'action.hover' },
  '& [role="treeitem"][aria-selected="true"]': { bgcolor: 'action.selected' },
  '& [role="treeitem"]:focus': { outline: 'none' },
  '& [role="treeitem"]:focus-visible': {
    outline: '2px solid',
    outlineColor: 'text.primary',
    outlineOffset: '-2px',
  },
  '& .group': {
    color: 'text.secondary',
    fontSize: '0.8125rem',
    pt: { xs: '14px', md: '10px' },
    textOverflow: 'ellipsis',
  },
  '& .arrow': { display: 'inline-block', width: 14 },
  '& .entry': { pt: { xs: '11px', md: '5px' } },
  '& .name, & .note': { overflow: 'hidden', textOverflow: 'ellipsis' },
  '& .name': { display: 'flex', gap: 1 },
  '& .name > span:last-of-type': { overflow: 'hidden', textOverflow: 'ellipsis' },
  '& .mark': {
    fontFamily: 'monospace',
    fontWeight: 700,
    width: 14,
    flex: 'none',
    textAlign: 'center',
  },
  '& .changed': tone('info'),
  '& .created': tone('success'),
  '& .recreated': tone('warning'),
  '& .deleted': tone('error'),
  '& .same': tone('muted'),
  '& .note': { color: 'text.secondary', fontSize: '0.8125rem', pl: '22px', lineHeight: '18px' },
};
