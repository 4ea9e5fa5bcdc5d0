import { Box } from '@mui/material';
import { useState } from 'react';
import type { LoggedCommit } from '../../../protocol/history.ts';
import { OutLink } from '../../parts/OutLink.tsx';
import { RevisionChip } from '../../parts/RevisionChip.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { TextButton } from '../../parts/TextButton.tsx';
import { CommitLine } from './CommitLine.tsx';

const shownAtFirst = 10;

/** The commits that are not applied yet, newest first; those that touch what is built here are marked. */
export function PendingCommits({
  commits,
  linkOf,
}: {
  commits: readonly LoggedCommit[];
  /** A commit in the forge. */
  linkOf: (commit: LoggedCommit) => string | undefined;
}) {
  const words = useWords();
  const [isAll, setAll] = useState(false);
  const shown = isAll ? commits : commits.slice(0, shownAtFirst);
  if (commits.length === 0) return null;
  const noteOf = ({ touches }: LoggedCommit) =>
    touches === undefined ? undefined : words(touches ? 'pending.touches' : 'pending.touchesNot');
  return (
    <>
      <Box
        component="ul"
        aria-label={words('pending.label')}
        sx={{ m: 0, mt: 1, p: 0, listStyle: 'none', fontSize: '0.875rem' }}
      >
        {shown.map(commit => {
          const href = linkOf(commit);
          return (
            <Box
              component="li"
              key={commit.hash}
              sx={{ py: 0.5, color: commit.touches === false ? 'text.secondary' : undefined }}
            >
              <CommitLine commit={commit} note={noteOf(commit)}>
                <OutLink href={href ?? ''}>
                  <RevisionChip revision={commit.revision} />
                </OutLink>
              </CommitLine>
            </Box>
          );
        })}
      </Box>
      {shown.length < commits.length && (
        <TextButton onClick={() => setAll(true)}>
          <Say id="pending.more" params={{ count: commits.length - shown.length }} />
        </TextButton>
      )}
    </>
  );
}
