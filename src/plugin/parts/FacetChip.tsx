import { ButtonBase } from '@mui/material';
import type { ReactNode } from 'react';

/** One choice of what a list shows: pressed, or not. */
export function FacetChip({
  isOn,
  onClick,
  children,
}: {
  isOn: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <ButtonBase
      aria-pressed={isOn}
      onClick={onClick}
      sx={{
        gap: 0.75,
        px: 1.5,
        minHeight: { xs: 44, sm: 30 },
        flex: 'none',
        border: 1,
        borderColor: isOn ? 'text.secondary' : 'divider',
        borderRadius: 8,
        bgcolor: isOn ? 'action.selected' : 'transparent',
        color: isOn ? 'text.primary' : 'text.secondary',
        fontFamily: 'inherit',
        fontSize: '0.875rem',
        '&:hover': { bgcolor: 'action.hover' },
        '&:focus-visible': { outline: '2px solid', outlineOffset: 1 },
      }}
    >
      {children}
    </ButtonBase>
  );
}
