import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import type { Commit } from '../../../protocol/commits.ts';
import { Say } from '../../parts/Say.tsx';
import { Time } from '../../parts/Time.tsx';

/** What a commit is for, who wrote it and when: each said to be unknown where nobody tells. */
export function CommitLine({
  commit,
  at,
  note,
  children,
}: {
  commit: Commit | undefined;
  /** The next best time, where the commit tells none. */
  at?: string;
  /** What else there is to say of it. */
  note?: string;
  /** The revision, before it. */
  children: ReactNode;
}) {
  const time = commit?.date ?? at;
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: { xs: 'wrap', sm: 'nowrap' },
        alignItems: 'center',
        columnGap: 1,
        rowGap: 0.25,
        minWidth: 0,
      }}
    >
      <Box component="span" sx={{ display: 'inline-flex', flex: 'none', gap: 1, maxWidth: '100%' }}>
        {children}
      </Box>
      <Box
        component="span"
        title={commit?.subject}
        sx={{
          minWidth: 0,
          overflow: 'hidden',
          textOverflow: 'ellipsis',
          whiteSpace: { xs: 'normal', sm: 'nowrap' },
          overflowWrap: 'anywhere',
        }}
      >
        {commit?.subject || (
          <Box component="span" sx={{ color: 'text.secondary' }}>
            <Say id="revisions.noSubject" />
          </Box>
        )}
      </Box>
      <Box
        component="span"
        title={commit?.author?.email}
        sx={{ color: 'text.secondary', flex: 'none' }}
      >
        {commit?.author?.name || <Say id="revisions.noAuthor" />}
      </Box>
      {note && (
        <Box component="span" sx={{ color: 'text.secondary', flex: 'none' }}>
          {note}
        </Box>
      )}
      {time && (
        <Box component="span" sx={{ color: 'text.secondary', ml: 'auto', flex: 'none', pl: 1 }}>
          <Time at={time} />
        </Box>
      )}
    </Box>
  );
}
