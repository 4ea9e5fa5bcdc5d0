import { ButtonBase } from '@mui/material';
import type { ReactNode } from 'react';

/** A click within a sentence or after it: it looks like a link, and goes nowhere. */
export function TextButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <ButtonBase
      onClick={onClick}
      sx={{
        font: 'inherit',
        color: 'text.primary',
        textDecoration: 'underline',
        textUnderlineOffset: 3,
        minHeight: { xs: 44, sm: 'auto' },
        '&:focus-visible': { outline: '2px solid', outlineOffset: 2 },
      }}
    >
      {children}
    </ButtonBase>
  );
}
