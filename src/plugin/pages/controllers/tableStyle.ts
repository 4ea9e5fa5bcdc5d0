import type { SxProps, Theme } from '@mui/material';

/** Columns where there is width; two lines a row where there is none. */
export const tableStyle: SxProps<Theme> = {
  fontSize: '0.875rem',
  display: 'grid',
  gridTemplateColumns: {
    xs: 'auto auto',
    md: 'minmax(15rem, 2fr) minmax(6rem, 1fr) minmax(6rem, 1fr) minmax(9rem, 1.5fr) minmax(8rem, 1fr)',
  },
  columnGap: 2,
  mb: 2,
  '& > [role="row"]': {
    display: 'grid',
    gridColumn: '1 / -1',
    gridTemplateColumns: 'subgrid',
    borderBottom: 1,
    borderColor: 'divider',
    py: 0.875,
    rowGap: 0.25,
  },
  '& > .head': {
    color: 'text.secondary',
    fontSize: '0.8125rem',
    // Still read out: the cells below name nothing themselves.
    ...{ '@media (max-width: 899.95px)': { position: 'absolute', clipPath: 'inset(50%)' } },
  },
  '& [role="cell"]': { color: 'text.secondary', minWidth: 0, overflowWrap: 'anywhere' },
  '& .name': {
    display: 'flex',
    '& > :first-of-type': { pt: '2.5px', alignSelf: 'flex-start' },
    gap: 1,
    color: 'text.primary',
    gridColumn: { xs: '1 / -1', md: 'auto' },
  },
  // Where no heading stands above.
  '& .label': { display: { md: 'none' } },
  '& .more': { display: 'block', fontSize: '0.8125rem' },
};
