import { Box } from '@mui/material';
import { useEffect, useState } from 'react';
import { copyText } from '../../parts/copyText.ts';
import { useWords } from '../../parts/Say.tsx';
import { TextButton } from '../../parts/TextButton.tsx';
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
  const [outcome, setOutcome] = useState<'copied' | 'failed'>();
  useEffect(() => {
    if (!outcome) return undefined;
    const timer = window.setTimeout(() => setOutcome(undefined), 2000);
    return () => window.clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    const isCopied = await ask('patch', { set, entries }).then(copyText, () => false);
    setOutcome(isCopied ? 'copied' : 'failed');
  };
  return (
    <Box component="span" sx={{ whiteSpace: 'nowrap' }}>
      <TextButton onClick={() => void copy()}>{words(id)}</TextButton>{' '}
      <span role="status">{outcome && words(`copy.${outcome}`)}</span>
    </Box>
  );
}
