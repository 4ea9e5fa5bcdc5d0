import { Box } from '@mui/material';
import type { HandChange } from '../../../core/flux/handChange.ts';
import { Say, useWords } from '../../parts/Say.tsx';

/** What becomes of each thing that the buttons of the page do. */
export function HandChanges({ changes }: { changes: readonly HandChange[] }) {
  const words = useWords();
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gridTemplateColumns: 'max-content 1fr',
        columnGap: 2,
        rowGap: 0.5,
        fontSize: '0.875rem',
      }}
    >
      {changes.map(({ action, says }) => (
        <Box key={action} sx={{ display: 'contents' }}>
          <Box component="dt" sx={{ color: 'text.secondary' }}>
            {words(`managed.${action}`)}
          </Box>
          <Box component="dd" sx={{ m: 0 }}>
            <Say {...says} />
          </Box>
        </Box>
      ))}
    </Box>
  );
}
