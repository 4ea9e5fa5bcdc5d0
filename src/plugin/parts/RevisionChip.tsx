import { Box } from '@mui/material';
import { shortRevision } from '../../core/flux/revision.ts';
import type { Commit } from '../../protocol/commits.ts';
import { CopyButton } from './CopyButton.tsx';
import { useWords } from './Say.tsx';

/** A revision for reading, whole on hover and in the clipboard; beside it the commit, where it is known. */
export function RevisionChip({
  revision,
  commit,
  canCopy = false,
}: {
  revision: string;
  commit?: Pick<Commit, 'subject' | 'author'>;
  /** Rows leave it out: a button in each of 5,000 rows is 5,000 more things to read past. */
  canCopy?: boolean;
}) {
  const words = useWords();
  return (
    <Box
      component="span"
      sx={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 0.75,
        minWidth: 0,
        maxWidth: '100%',
      }}
    >
      <Box
        component="code"
        title={revision}
        sx={{
          px: 0.75,
          py: 0.25,
          borderRadius: 0.75,
          bgcolor: 'action.hover',
          color: 'text.primary',
          fontFamily: 'monospace',
          fontSize: '0.8125rem',
          lineHeight: 1.3,
          whiteSpace: 'nowrap',
          flex: 'none',
          maxWidth: '100%',
          overflow: 'hidden',
          textOverflow: 'ellipsis',
        }}
      >
        {shortRevision(revision)}
      </Box>
      {canCopy && <CopyButton text={revision} label={words('copy.revision')} />}
      {commit && (
        <Box
          component="span"
          title={commit.subject}
          sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', minWidth: 0 }}
        >
          {commit.subject}
        </Box>
      )}
      {/* The subject gives way first: who it was is short, and asked for as often. */}
      {commit?.author && (
        <Box component="span" sx={{ color: 'text.secondary', whiteSpace: 'nowrap', flex: 'none' }}>
          {commit.author.name}
        </Box>
      )}
    </Box>
  );
}
