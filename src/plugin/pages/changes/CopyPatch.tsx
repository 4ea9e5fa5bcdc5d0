import { Box } from '@mui/material';
import { useWords } from '../../parts/Say.tsx';
import { TextButton } from '../../parts/TextButton.tsx';
import { useCopying } from '../../parts/useCopying.ts';
import { ask } from '../../worker/ask.ts';

/** Copies objects as one unified diff, secret values masked; says for two seconds whether it worked. */
export function CopyPatch({
  set,
  entries,
  id,
}: {
  set: number;
  entries: readonly number[];
  /** Of its words: they tell how much is copied. */
  id: string;
}) {
  const words = useWords();
  const [outcome, copy] = useCopying();
  return (
    <Box component="span" sx={{ whiteSpace: 'nowrap' }}>
      <TextButton onClick={() => void copy(ask('patch', { set, entries }))}>{words(id)}</TextButton>{' '}
      <span role="status">{outcome && words(`copy.${outcome}`)}</span>
    </Box>
  );
}
