import { Button } from '@mui/material';
import { useState } from 'react';
import { useHistory } from 'react-router-dom';
import type { ActionName } from '../../../core/flux/plan.ts';
import { refusalOf } from '../../../core/flux/refusal.ts';
import type { FluxEntry } from '../../live/views.ts';
import { useWords } from '../../parts/Say.tsx';
import { useShortcut } from '../../parts/shortcuts.ts';
import { TextLink } from '../../parts/TextLink.tsx';
import { ActionButtons } from '../action/ActionButtons.tsx';
import { changesOfRow } from '../changesOfRow.ts';
import { rowOf } from '../rows.ts';
import { BulkDialog } from './BulkDialog.tsx';

const names = ['reconcile', 'suspend', 'resume'] as const;

/** What can be done with the chosen rows; with one of them, just what its own page offers. */
export function ChosenActions({ entries }: { entries: readonly FluxEntry[] }) {
  const words = useWords();
  const history = useHistory();
  const [open, setOpen] = useState<ActionName>();
  const [only, ...others] = entries;
  const changes = only && others.length === 0 ? changesOfRow(rowOf(only)) : undefined;
  useShortcut('d', () => {
    if (changes) history.push(changes);
  });
  if (only && others.length === 0) {
    return (
      <>
        <ActionButtons entry={only} />
        {changes && rowOf(only).isBehind && <TextLink to={changes}>{words('bulk.will')}</TextLink>}
      </>
    );
  }
  return (
    <>
      {names.map(action => {
        const able = entries.filter(({ object }) => !refusalOf(action, object));
        return able.length === 0 ? null : (
          <Button
            key={action}
            size="small"
            variant="outlined"
            color="inherit"
            onClick={() => setOpen(action)}
            sx={{ textTransform: 'none', minHeight: { xs: 44, sm: 32 } }}
          >
            {words('bulk.action', { action: words(`action.${action}`), count: able.length })}
          </Button>
        );
      })}
      {open && <BulkDialog action={open} entries={entries} onClose={() => setOpen(undefined)} />}
    </>
  );
}
