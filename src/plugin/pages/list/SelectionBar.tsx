import { Box, Button } from '@mui/material';
import type { ReactNode } from 'react';
import { Say, useWords } from '../../parts/Say.tsx';

/** What can be done with the chosen rows, at the foot of the page as long as any are chosen. */
export function SelectionBar({
  count,
  onClear,
  children,
}: {
  count: number;
  onClear: () => void;
  /** The actions. */
  children?: ReactNode;
}) {
  const words = useWords();
  return (
    <Box
      role="toolbar"
      aria-label={words('bulk.label')}
      sx={{
        position: 'sticky',
        bottom: 12,
        zIndex: 2,
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1.5,
        mt: 2,
        px: 2,
        py: 0.75,
        border: 1,
        borderColor: 'divider',
        borderRadius: 1,
        bgcolor: 'background.muted',
        fontSize: '0.875rem',
      }}
    >
      <span>
        <Say id="bulk.selected" params={{ count }} />
      </span>
      {children}
      <Button size="small" onClick={onClear} sx={{ textTransform: 'none' }}>
        {words('bulk.clear')}
      </Button>
      <Box
        component="span"
        sx={{ ml: 'auto', color: 'text.secondary', display: { xs: 'none', md: 'inline' } }}
      >
        {words('bulk.keys')}
      </Box>
    </Box>
  );
}
