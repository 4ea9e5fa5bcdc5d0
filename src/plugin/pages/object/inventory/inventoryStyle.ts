import type { SxProps, Theme } from '@mui/material';

/** One sheet for the tree. The heights in InventoryTree follow from these lines and paddings. */
export const inventoryStyle: SxProps<Theme> = {
  position: 'relative',
  fontSize: '0.875rem',
  lineHeight: '21px',
  '& .rows': { position: 'relative' },
  '& [role="row"]': {
    position: 'absolute',
    top: 0,
    left: 0,
    right: 0,
    boxSizing: 'border-box',
    borderBottom: 1,
    borderColor: 'divider',
    px: { xs: 0.5, sm: 1.25 },
    pt: '7px',
    cursor: 'default',
  },
  '& .line': {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 9fr) minmax(0, 11fr) 7rem',
    columnGap: 2,
    alignItems: 'start',
  },
  '& .narrow': { gridTemplateColumns: 'minmax(0, 1fr) max-content' },
  '& .narrow > .says': { gridRow: 2, gridColumn: '1 / -1' },
  '& [role="row"]:hover': { bgcolor: 'action.hover' },
  '& [role="row"]:focus': { outline: 'none' },
  '& [role="row"]:focus-visible': {
    outline: '2px solid',
    outlineColor: 'text.primary',
    outlineOffset: '-2px',
  },
  '& [role="gridcell"]': { minWidth: 0 },
  '& .line > [role="gridcell"]': {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  '& .line > .name': { display: 'flex', alignItems: 'center', gap: 1, height: 21 },
  '& .name > .of': { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' },
  // What is cut is the text, never the way to the log beside it.
  '& .container .cut': { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' },
  '& .says > .container': { display: 'flex', gap: 0.5 },
  '& .arrow': { width: 12, flex: 'none', color: 'text.secondary' },
  '& .kind, & .says, & .since': { color: 'text.secondary' },
  // Within a line of text, colour alone would not tell that it leads somewhere.
  '& .line > .says a': { textDecoration: 'underline' },
  '& .since': { textAlign: 'end' },
  '& .free': { pb: '7px' },
};
