import { Box } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import { shortRevision } from '../../core/flux/revision.ts';
import type { Commit } from '../../protocol/commits.ts';
import { CopyButton } from './CopyButton.tsx';
import { useWords } from './Say.tsx';

/** The revision itself; a link to what it changed, where there is one. */
function Code({
  revision,
  to,
  isTabStop,
}: {
  revision: string;
  to: string | undefined;
  isTabStop: boolean;
}) {
  const words = useWords();
  const look = {
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
  };
  const text = shortRevision(revision);
  if (!to) {
    return (
      <Box component="code" title={revision} sx={look}>
        {text}
      </Box>
    );
  }
  return (
    <Box
      component={RouterLink}
      to={to}
      title={revision}
      aria-label={words('revisions.what.of', { revision: text })}
      tabIndex={isTabStop ? undefined : -1}
      sx={{
        ...look,
        textDecoration: 'none',
        '&:hover': { textDecoration: 'underline', bgcolor: 'action.selected' },
        '&:focus-visible': { outline: '2px solid', outlineOffset: 1 },
      }}
    >
      {text}
    </Box>
  );
}

/** A revision for reading, whole on hover and in the clipboard; beside it the commit, where it is known. */
export function RevisionChip({
  revision,
  commit,
  to,
  isTabStop = true,
  canCopy = false,
}: {
  revision: string;
  /** Where it is shown what the revision changed. */
  to?: string;
  /** False within a list, which is one Tab stop as a whole. */
  isTabStop?: boolean;
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
      <Code {...{ revision, to, isTabStop }} />
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
