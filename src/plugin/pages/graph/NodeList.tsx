import { Box } from '@mui/material';
import { useState } from 'react';
import type { StateName } from '../../../core/flux/state.ts';
import { urgencyOf } from '../../../core/graph/picture/counts.ts';
import { useWords } from '../../parts/Say.tsx';
import { StateMark } from '../../parts/StateMark.tsx';
import { TextButton } from '../../parts/TextButton.tsx';

export interface ListedNode {
  id: string;
  title: string;
  /** Muted, after the name. */
  aside?: string;
  state?: StateName;
}

const shownAtFirst = 6;

/** Nodes by name, who needs attention first; a click chooses one. */
export function NodeList({
  nodes,
  onChoose,
}: {
  nodes: readonly ListedNode[];
  onChoose: (id: string) => void;
}) {
  const words = useWords();
  const [isAll, setAll] = useState(false);
  const sorted = [...nodes].sort((a, b) => urgencyOf(a.state) - urgencyOf(b.state));
  const shown = isAll ? sorted : sorted.slice(0, shownAtFirst);
  return (
    <>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {shown.map(({ id, title, aside, state }) => (
          <Box
            component="li"
            key={id}
            sx={{ display: 'flex', alignItems: 'center', gap: 0.75, minHeight: 24, minWidth: 0 }}
          >
            <Box component="span" sx={{ width: 16, display: 'inline-flex', flex: 'none' }}>
              {state && <StateMark state={state} />}
            </Box>
            <TextButton onClick={() => onChoose(id)}>{title}</TextButton>
            {aside && (
              <Box component="span" sx={{ color: 'text.secondary', overflow: 'hidden' }}>
                {aside}
              </Box>
            )}
          </Box>
        ))}
      </Box>
      {sorted.length > shown.length && (
        <TextButton onClick={() => setAll(true)}>
          {words('graph.panel.more', { count: sorted.length - shown.length })}
        </TextButton>
      )}
    </>
  );
}
