import { Box } from '@mui/material';
import { useState } from 'react';
import type { KustomizationLine } from '../../../protocol/changes.ts';
import { Message } from '../../parts/Message.tsx';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { TextButton } from '../../parts/TextButton.tsx';

const order: readonly KustomizationLine['change'][] = [
  'failed',
  'not-rendered',
  'partial',
  'deleted',
  'created',
];
const shownAtFirst = 5;

function Note({ note, cluster }: { note: KustomizationLine; cluster: string }) {
  const [namespace = '', name = ''] = note.name.split('/');
  const ref = { group: 'kustomize.toolkit.fluxcd.io', kind: 'Kustomization', namespace, name };
  const isTrouble = note.change === 'failed' || note.change === 'not-rendered';
  const side = note.side ? `.${note.side}` : '';
  return (
    <Box
      component="li"
      sx={{
        listStyle: 'none',
        borderLeft: 3,
        borderColor: isTrouble ? 'warning.main' : 'divider',
        pl: 1.5,
        py: 0.25,
      }}
    >
      <Say
        id={isTrouble ? `changes.note.${note.change}${side}` : `changes.note.${note.change}`}
        params={{ name }}
        parts={{ name: <ObjectLink cluster={cluster} to={ref} kind="none" isWithinText /> }}
      />{' '}
      {note.message && <Message text={note.message} cluster={cluster} />}
    </Box>
  );
}

/** What is to be known of whole Kustomizations: those that could not be built first. */
export function KustomizationNotes({
  notes,
  cluster,
}: {
  notes: readonly KustomizationLine[];
  cluster: string;
}) {
  const words = useWords();
  const [isOpen, setOpen] = useState(false);
  if (notes.length === 0) return null;
  const sorted = [...notes].sort((a, b) => order.indexOf(a.change) - order.indexOf(b.change));
  const shown = isOpen ? sorted : sorted.slice(0, shownAtFirst);
  const more = sorted.length - shown.length;
  return (
    <Box
      component="ul"
      aria-label={words('changes.notes')}
      sx={{ color: 'text.secondary', fontSize: '0.875rem', m: 0, p: 0, my: 1.5 }}
    >
      {shown.map(note => (
        <Note key={`${note.name} ${note.change} ${note.side}`} note={note} cluster={cluster} />
      ))}
      {more > 0 && (
        <TextButton onClick={() => setOpen(true)}>
          {words('changes.notes.more', { count: more })}
        </TextButton>
      )}
    </Box>
  );
}
