import { Box, InputBase } from '@mui/material';
import { memo, useEffect, useRef, useState } from 'react';
import { useWords } from './Say.tsx';
import { useShortcut } from './shortcuts.ts';

/** The one search field of a page. What is typed is shown at once and told on after a breath. */
export const SearchField = memo(function SearchField({
  query,
  of = 'list',
  onQuery,
}: {
  query: string;
  /** Whose words it has: those of a list, unless told. */
  of?: 'list' | 'changes' | 'graph';
  onQuery: (query: string) => void;
}) {
  const words = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(query);
  const told = useRef(query);
  useShortcut('f', () => input.current?.focus());

  // A chip or the browser's back button changed the query from outside.
  useEffect(() => {
    if (query === told.current) return;
    told.current = query;
    setTyped(query);
  }, [query]);

  useEffect(() => {
    if (typed === told.current) return undefined;
    const timer = window.setTimeout(() => {
      told.current = typed;
      onQuery(typed);
    }, 120);
    return () => window.clearTimeout(timer);
  }, [typed, onQuery]);

  return (
    <Box
      role="search"
      sx={{
        border: 1,
        borderColor: 'divider',
        borderRadius: 1,
        px: 1.5,
        width: { xs: '100%', sm: 300 },
        '&:focus-within': { borderColor: 'text.primary' },
      }}
    >
      <InputBase
        inputRef={input}
        value={typed}
        fullWidth
        type="search"
        placeholder={words(`search.${of}.placeholder`)}
        inputProps={{
          'aria-label': words(`search.${of}.label`),
          spellCheck: false,
          title: words(`search.${of}.help`),
        }}
        onChange={event => setTyped(event.target.value)}
        onKeyDown={event => {
          if (event.key !== 'Escape') return;
          setTyped('');
          input.current?.blur();
        }}
        sx={{
          '& ::placeholder': { color: 'text.secondary', opacity: 1 },
          fontSize: '0.875rem',
          minHeight: { xs: 44, sm: 32 },
        }}
      />
    </Box>
  );
});
