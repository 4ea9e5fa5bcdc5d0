import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Table,
  TableBody,
  TableCell,
  TableRow,
} from '@mui/material';
import { useId, useState } from 'react';
import { useWords } from './Say.tsx';
import { useBoundKeys, useShortcut } from './shortcuts.ts';
import { TextLink } from './TextLink.tsx';

/** Keys that every list, tree and dialog answers to once it has the focus. */
const always = [
  ['Enter', 'keys.enter'],
  ['↑ ↓', 'keys.arrows'],
  ['Esc', 'keys.escape'],
] as const;

/** What the page does before what every page does. */
function ownFirst(a: string, b: string): number {
  const rank = (keys: string) => (keys === '?' ? 2 : keys.startsWith('g ') ? 1 : 0);
  return rank(a) - rank(b);
}

function Key({ keys, says }: { keys: string; says: string }) {
  return (
    <TableRow>
      <TableCell component="th" scope="row" sx={{ whiteSpace: 'nowrap', border: 0, py: 0.5 }}>
        {keys.split(' ').map(key => (
          <Box
            key={key}
            component="kbd"
            sx={{
              font: 'inherit',
              border: 1,
              borderColor: 'divider',
              borderRadius: 1,
              px: 0.75,
              mr: 0.5,
            }}
          >
            {key}
          </Box>
        ))}
      </TableCell>
      <TableCell sx={{ border: 0, py: 0.5 }}>{says}</TableCell>
    </TableRow>
  );
}

/** `?`: the keys that do something on the page at hand, and no others. */
export function KeyboardHelp({ settings }: { settings: string }) {
  const words = useWords();
  const titleId = useId();
  const [isOpen, setOpen] = useState(false);
  const bound = useBoundKeys();
  useShortcut('?', () => setOpen(true));
  if (!isOpen) return null;
  const close = () => setOpen(false);
  return (
    <Dialog open onClose={close} aria-labelledby={titleId} maxWidth="xs" fullWidth>
      <DialogTitle id={titleId} sx={{ fontSize: '1.125rem' }}>
        {words('keys.title')}
      </DialogTitle>
      <DialogContent>
        <Table size="small">
          <TableBody>
            {[...bound].sort(ownFirst).map(keys => (
              // An id has no room for signs and spaces.
              <Key
                key={keys}
                keys={keys}
                says={words(`keys.${keys === '?' ? 'help' : keys.replace(' ', '')}`)}
              />
            ))}
            {always.map(([keys, id]) => (
              <Key key={keys} keys={keys} says={words(id)} />
            ))}
          </TableBody>
        </Table>
        <Box sx={{ mt: 2, color: 'text.secondary', fontSize: '0.875rem' }}>
          <TextLink to={settings}>{words('keys.off')}</TextLink>
        </Box>
      </DialogContent>
      <DialogActions>
        <Button onClick={close}>{words('plan.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}
