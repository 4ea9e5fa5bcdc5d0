import { Box, Button } from '@mui/material';
import { useCallback, useId, useState } from 'react';
import type { ActionName } from '../../../core/flux/plan.ts';
import { type Availability, useActions } from '../../actions/useActions.ts';
import type { FluxEntry } from '../../live/views.ts';
import { Say, useWords } from '../../parts/Say.tsx';
import { useShortcut } from '../../parts/shortcuts.ts';
import { PlanDialog } from './PlanDialog.tsx';

function ActionButton({
  action,
  can,
  onClick,
}: {
  action: ActionName;
  can: Availability;
  onClick: () => void;
}) {
  const words = useWords();
  const id = useId();
  if (can.state === 'hidden') return null;
  const why = can.state === 'disabled' ? words(can.why.id, can.why.params) : undefined;
  return (
    // A disabled button shows no title of its own.
    <Box component="span" title={why}>
      <Button
        variant="outlined"
        size="small"
        color="inherit"
        disabled={why !== undefined}
        aria-describedby={why && id}
        onClick={onClick}
        sx={{ textTransform: 'none', minHeight: { xs: 44, sm: 32 } }}
      >
        {words(`action.${action}`)}
      </Button>
      {why && (
        <Box id={id} component="span" sx={{ display: 'none' }}>
          {why}
        </Box>
      )}
    </Box>
  );
}

/** Reconcile, and Suspend or Resume, for one object: each opens its plan, none acts by itself. */
export function ActionButtons({ entry }: { entry: FluxEntry }) {
  const actions = useActions(entry);
  const { can } = actions;
  const [open, setOpen] = useState<ActionName>();
  const offer = useCallback(
    (action: ActionName) => {
      if (can[action].state === 'enabled') setOpen(action);
    },
    [can]
  );
  useShortcut('r', () => offer('reconcile'));
  useShortcut('s', () => offer(can.suspend.state === 'hidden' ? 'resume' : 'suspend'));
  return (
    <>
      {(['reconcile', 'suspend', 'resume'] as const).map(action => (
        <ActionButton
          key={action}
          action={action}
          can={can[action]}
          onClick={() => setOpen(action)}
        />
      ))}
      {open && (
        <PlanDialog action={open} {...{ entry, actions }} onClose={() => setOpen(undefined)} />
      )}
      <Denied can={can.reconcile} />
    </>
  );
}

/** A right that is missing is named where everybody sees it, not only on hover. */
function Denied({ can }: { can: Availability }) {
  if (can.state !== 'disabled' || can.why.id !== 'action.denied') return null;
  return (
    <Box
      component="span"
      sx={{
        flexBasis: '100%',
        textAlign: { sm: 'right' },
        color: 'text.secondary',
        fontSize: '0.8125rem',
      }}
    >
      <Say {...can.why} />
    </Box>
  );
}
