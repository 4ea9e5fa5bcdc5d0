import { Box } from '@mui/material';
import type { ReactNode } from 'react';

/** A few lines of the panel under their heading. */
export function PanelSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Box component="section" sx={{ mt: 2 }}>
      <Box component="h3" sx={{ m: 0, mb: 0.5, font: 'inherit', color: 'text.secondary' }}>
        {title}
      </Box>
      {children}
    </Box>
  );
}
