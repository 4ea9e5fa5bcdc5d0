import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

/** The page itself: one column of text and space, the same edges everywhere. */
export function Page({ children }: { children: ReactNode }) {
  return <Box sx={{ px: { xs: 2, sm: 4 }, pt: { xs: 2, sm: 3 }, pb: 4 }}>{children}</Box>;
}

/** What the page is, how much of it, and at the right what it knows about itself. */
export function PageTitle({
  title,
  aside,
  end,
}: {
  title: ReactNode;
  /** Muted, beside the title: a count, a cluster. */
  aside?: ReactNode;
  end?: ReactNode;
}) {
  return (
    <Box
      component="header"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'baseline',
        columnGap: 1.25,
        rowGap: 0.5,
        mb: 2,
      }}
    >
      <Typography component="h1" sx={{ fontSize: '1.375rem', fontWeight: 400, lineHeight: 1.3 }}>
        {title}
      </Typography>
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {aside}
      </Box>
      <Box
        sx={{
          ml: { sm: 'auto' },
          display: 'flex',
          flexWrap: 'wrap',
          gap: 1.5,
          color: 'text.secondary',
          fontSize: '0.875rem',
        }}
      >
        {end}
      </Box>
    </Box>
  );
}

/** One idea of a page, set off by a line and space. `title` is a heading, or it has none. */
export function Section({ title, children }: { title?: ReactNode; children: ReactNode }) {
  return (
    <Box component="section" sx={{ borderTop: 1, borderColor: 'divider', py: 1.75 }}>
      {title && (
        <Typography component="h2" sx={{ fontSize: '0.875rem', color: 'text.secondary', mb: 1 }}>
          {title}
        </Typography>
      )}
      {children}
    </Box>
  );
}
