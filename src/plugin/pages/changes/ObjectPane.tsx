import { Box, Typography } from '@mui/material';
import { useCallback, useRef } from 'react';
import type { ChangesHead } from '../../../protocol/changes.ts';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { TextButton } from '../../parts/TextButton.tsx';
import type { Entry } from '../../worker/entry.ts';
import { CopyPatch } from './CopyPatch.tsx';
import { DiffText } from './DiffText.tsx';
import { entryNotes } from './entryNotes.ts';
import { FileLink } from './FileLink.tsx';

/** The chosen object: its name and file, what to know of it, and its text. */
export function ObjectPane({
  entry,
  head,
  set,
  cluster,
  place,
  mode,
  noise,
  arrival,
  onLeave,
}: {
  entry: Entry;
  head: ChangesHead | undefined;
  set: number;
  cluster: string;
  /** Which one of how many, from 1. */
  place: { at: number; of: number };
  mode: 'unified' | 'split';
  noise: boolean;
  arrival?: 'first' | 'last';
  onLeave: (by: 1 | -1) => void;
}) {
  const words = useWords();
  const { ref } = entry;
  const name = [ref.namespace, ref.name].filter(Boolean).join('/');
  const notes = entryNotes(entry);
  const step = useRef<(by: 1 | -1) => void>(onLeave);
  // The same function for the text, however often the tree grows: it need not be drawn again.
  const latest = useRef(onLeave);
  latest.current = onLeave;
  const leave = useCallback((by: 1 | -1) => latest.current(by), []);
  return (
    <Box component="section" aria-label={`${ref.kind} ${name}`} sx={{ minWidth: 0 }}>
      <Box
        sx={{
          position: 'sticky',
          top: 0,
          zIndex: 1,
          bgcolor: 'background.default',
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'baseline',
          columnGap: 1.5,
          py: 1,
          fontSize: '0.875rem',
        }}
      >
        <Typography component="h2" sx={{ fontSize: '1rem', overflowWrap: 'anywhere' }}>
          <ObjectLink cluster={cluster} to={ref} kind="word" />
        </Typography>
        <Box component="span" sx={{ overflowWrap: 'anywhere', color: 'text.secondary' }}>
          {head && <FileLink {...{ entry, head, cluster }} />}
        </Box>
        <Box
          id="lumen-change-keys"
          component="span"
          sx={{ ml: 'auto', color: 'text.secondary', display: 'flex', gap: 1.5 }}
        >
          <Say id="changes.place" params={place} />
          <TextButton onClick={() => step.current(1)}>{words('changes.next')}</TextButton>
          <TextButton onClick={() => step.current(-1)}>{words('changes.previous')}</TextButton>
          <CopyPatch set={set} entries={[entry.id]} id="changes.copy.one" />
        </Box>
      </Box>
      {notes.length > 0 && (
        <Box sx={{ color: 'text.secondary', fontSize: '0.875rem', pb: 1 }}>
          {notes.map(({ id, params }) => (
            <div key={id}>
              <Say id={id} params={params} />
            </div>
          ))}
        </Box>
      )}
      <DiffText
        key={entry.id}
        {...{ set, mode, noise, arrival, step }}
        onLeave={leave}
        entry={entry.id}
        label={words('changes.text.label', { kind: ref.kind, name })}
      />
    </Box>
  );
}
