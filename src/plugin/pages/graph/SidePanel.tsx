import { Box, IconButton } from '@mui/material';
import type { ReactNode } from 'react';
import type { StateName } from '../../../core/flux/state.ts';
import { useWords } from '../../parts/Say.tsx';
import { StateMark } from '../../parts/StateMark.tsx';

/** Beside the graph: what is chosen, and not another page. */
export function SidePanel({
  title,
  aside,
  state,
  onClose,
  children,
}: {
  title: string;
  aside: string;
  state: StateName | undefined;
  onClose: () => void;
  children: ReactNode;
}) {
  const words = useWords();
  return (
    <Box
      component="aside"
      aria-label={words('graph.panel.label', { name: title })}
      onKeyDown={event => {
        if (event.key === 'Escape') onClose();
      }}
      sx={{
        width: { xs: '100%', md: 320 },
        flex: 'none',
        boxSizing: 'border-box',
        borderStyle: 'solid',
        borderWidth: { xs: '1px 0 0', md: '0 0 0 1px' },
        borderColor: 'divider',
        px: 2.5,
        py: 2,
        overflowY: 'auto',
        overflowWrap: 'anywhere',
        fontSize: '0.875rem',
        lineHeight: 1.45,
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 1 }}>
        {state && (
          <Box component="span" sx={{ pt: '3px' }}>
            <StateMark state={state} />
          </Box>
        )}
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Box component="h2" sx={{ display: 'inline', m: 0, fontSize: '1rem', fontWeight: 400 }}>
            {title}
          </Box>{' '}
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {aside}
          </Box>
        </Box>
        <IconButton
          size="small"
          aria-label={words('graph.panel.close')}
          onClick={onClose}
          sx={{ mt: -0.5, mr: -1, width: { xs: 44, sm: 30 }, height: { xs: 44, sm: 30 } }}
        >
          <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden focusable={false}>
            <path d="M3 3l10 10M13 3 3 13" stroke="currentColor" strokeWidth="1.5" />
          </svg>
        </IconButton>
      </Box>
      {children}
    </Box>
  );
}
