import type { SxProps, Theme } from '@mui/material';

/** One sheet for a whole grid. Heights in ObjectGrid follow from these lines and paddings. */
export const gridStyle: SxProps<Theme> = {
  position: 'relative',
  fontSize: '0.875rem',
  lineHeight: '21px',
  '& [role="row"]': {
    display: 'grid',
    gridTemplateColumns: 'var(--grid-columns)',
    columnGap: 2,
    alignContent: 'start',
    px: { xs: 0.5, sm: 1.25 },
    pt: 'var(--grid-above)',
    boxSizing: 'border-box',
    borderBottom: 1,
    borderColor: 'divider',
  },
  '& .head': {
    position: 'sticky',
    top: 0,
    zIndex: 1,
    bgcolor: 'background.default',
    color: 'text.secondary',
    fontSize: '0.8125rem',
    pt: '7px',
    height: 34,
  },
  '& .rows': { position: 'relative' },
  '& .rows > [role="row"]': { position: 'absolute', top: 0, left: 0, right: 0, cursor: 'default' },
  '& .rows > [role="row"]:hover': { bgcolor: 'action.hover' },
  '& .rows > [aria-selected="true"], & .rows > [aria-selected="true"]:hover': {
    bgcolor: 'action.selected',
  },
  '& [role="row"]:focus': { outline: 'none' },
  '& [role="row"]:focus-visible': {
    outline: '2px solid',
    outlineColor: 'text.primary',
    outlineOffset: '-2px',
  },
  '& [role="gridcell"], & [role="columnheader"]': {
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  '& [role="gridcell"]': { color: 'text.secondary' },
  '& [role="gridcell"] a': {
    minWidth: 0,
    maxWidth: '100%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    verticalAlign: 'bottom',
  },
  '& .mark': { pt: '2.5px', lineHeight: 0 },
  // The cause may run on below the other columns: there is nothing beside it.
  '& [role="gridcell"]:has(> .second)': { overflow: 'visible' },
  '& .second': {
    width: 'calc(var(--grid-width) - 80px)',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    fontSize: '0.8125rem',
    lineHeight: '19px',
  },
  '& .muted > :not(.mark)': { opacity: 0.75 },
  '& .revision': { display: 'flex', alignItems: 'center', gap: 1 },
  '& .narrow-line': { display: 'flex', justifyContent: 'space-between', gap: 1 },
  '& .narrow > div': { overflow: 'hidden', textOverflow: 'ellipsis' },
};

/** What says that the order is held: over the foot of the list, taking no room. */
export const orderStyle: SxProps<Theme> = {
  position: 'sticky',
  bottom: 8,
  zIndex: 1,
  height: 0,
  textAlign: 'center',
  fontSize: '0.875rem',
  '& button': {
    transform: 'translateY(-34px)',
    px: 1.5,
    py: 0.5,
    borderRadius: 1,
    border: 1,
    borderColor: 'divider',
    bgcolor: 'background.paper',
    font: 'inherit',
  },
};
