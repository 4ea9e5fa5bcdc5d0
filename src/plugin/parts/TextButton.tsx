import { ButtonBase } from '@mui/material';
import type { ReactNode } from 'react';

/** A click within a sentence or after it: it looks like a link, and goes nowhere. */
export function TextButton({
  onClick,
  children,
  isOpen,
  controls,
}: {
  onClick: () => void;
  children: ReactNode;
  /** Where it folds something: whether that is open, and its id. */
  isOpen?: boolean;
  controls?: string;
}) {
  return (
    <ButtonBase
      onClick={onClick}
      aria-expanded={isOpen}
      aria-controls={controls}
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
      {isOpen !== undefined && (
        <span aria-hidden style={{ whiteSpace: 'pre' }}>
          {isOpen ? ' ▾' : ' ▸'}
        </span>
      )}
    </ButtonBase>
  );
}
