import { Box, Skeleton } from '@mui/material';
import { CopyButton } from '../../parts/CopyButton.tsx';
import { useWords } from '../../parts/Say.tsx';
import { useYaml } from '../../worker/useYaml.ts';

/** A value as YAML, to read and to copy. */
export function YamlText({ value, label }: { value: unknown; label: string }) {
  const words = useWords();
  const text = useYaml(value);
  if (text === undefined) return <Skeleton variant="rectangular" height={160} />;
  return (
    <Box sx={{ position: 'relative' }}>
      <Box sx={{ position: 'absolute', top: 8, right: 8 }}>
        <CopyButton text={text} label={words('copy.yaml')} />
      </Box>
      <Box
        component="pre"
        // Scrolls sideways, so the keyboard must reach it.
        tabIndex={0}
        role="region"
        aria-label={label}
        sx={{
          m: 0,
          p: 2,
          bgcolor: 'action.hover',
          borderRadius: 1,
          fontSize: '0.8125rem',
          lineHeight: 1.5,
          overflow: 'auto',
        }}
      >
        {text}
      </Box>
    </Box>
  );
}
