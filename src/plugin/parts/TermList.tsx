import { Box } from '@mui/material';
import type { ReactNode } from 'react';

export interface Term {
  key: string;
  term: ReactNode;
  says: ReactNode;
}

/** One term a line: muted at the left, what is said of it beside it, below it where it is narrow. */
export function TermList({
  terms,
  rowGap = 1,
}: {
  terms: readonly Term[];
  /** Between lines, in the theme's spacing, where there is room. */
  rowGap?: number;
}) {
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', sm: 'minmax(9rem, max-content) 1fr' },
        columnGap: 3,
        rowGap: { xs: 0.25, sm: rowGap },
        fontSize: '0.875rem',
      }}
    >
      {terms.map(({ key, term, says }) => (
        <Box key={key} sx={{ display: 'contents' }}>
          <Box component="dt" sx={{ color: 'text.secondary' }}>
            {term}
          </Box>
          <Box
            component="dd"
            sx={{ m: 0, mb: { xs: 1, sm: 0 }, minWidth: 0, overflowWrap: 'anywhere' }}
          >
            {says}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
