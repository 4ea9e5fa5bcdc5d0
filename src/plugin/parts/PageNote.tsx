import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { CopyButton } from './CopyButton.tsx';
import { useWords } from './Say.tsx';

/** One designed page instead of an empty one: what there is to know, and the one command that helps. */
export function PageNote({
  title,
  children,
  command,
  isAlert = false,
}: {
  title: ReactNode;
  children?: ReactNode;
  command?: string;
  /** Something failed: it is announced. */
  isAlert?: boolean;
}) {
  const words = useWords();
  return (
    <Box role={isAlert ? 'alert' : undefined} sx={{ maxWidth: 640, py: 5 }}>
      <Typography component="h2" sx={{ fontSize: '1.125rem', mb: 1 }}>
        {title}
      </Typography>
      <Box sx={{ color: 'text.secondary', lineHeight: 1.6 }}>{children}</Box>
      {command && (
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mt: 2 }}>
          <Box
            component="code"
            sx={{
              px: 1.5,
              py: 1,
              bgcolor: 'action.hover',
              borderRadius: 1,
              overflowX: 'auto',
              fontSize: '0.8125rem',
            }}
          >
            {command}
          </Box>
          <CopyButton text={command} label={words('copy.command')} />
        </Box>
      )}
    </Box>
  );
}
