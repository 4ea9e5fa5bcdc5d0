import { Box, Button, Popover } from '@mui/material';
import { useState } from 'react';
import { applierOf } from '../../../core/flux/applier.ts';
import { handChangesOf } from '../../../core/flux/handChange.ts';
import { refText } from '../../../core/kubernetes/ref.ts';
import { useOnce } from '../../live/useOnce.ts';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { StateShape } from '../../parts/StateShape.tsx';
import { toneColor } from '../../parts/tones.ts';
import { HandChanges } from './HandChanges.tsx';
import { type HostObject, type Managed, toApplier } from './managed.ts';

/** Before the host's own buttons: whether Flux undoes what they do. The host lets nobody change these themselves. */
export function ManagedWarning({ object, cluster }: HostObject) {
  const by = applierOf(object);
  return by ? <Known {...{ object, cluster, by }} /> : null;
}

function Known({ object, cluster, by }: Managed) {
  const words = useWords();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const view = useOnce(cluster, by, object.metadata.resourceVersion);
  // Better late than wrong: who applied it decides.
  if (view.state === 'loading') return null;
  const changes = handChangesOf(object, by, toApplier(view));
  const isUndone = changes.some(each => each.isUndone);
  return (
    <>
      <Button
        size="small"
        color="inherit"
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={event => setAnchor(event.currentTarget)}
        startIcon={
          <Box
            component="span"
            sx={{
              display: 'inline-flex',
              color: theme => toneColor(theme, isUndone ? 'warning' : 'muted'),
            }}
          >
            <StateShape state={isUndone ? 'failing' : 'unknown'} />
          </Box>
        }
        sx={{ textTransform: 'none', whiteSpace: 'nowrap' }}
      >
        {words(isUndone ? 'managed.undone' : 'managed.notUndone')}
      </Button>
      <Popover
        open={anchor !== undefined}
        anchorEl={anchor}
        onClose={() => setAnchor(undefined)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{
          paper: { role: 'dialog', 'aria-label': words('managed.by', { by: refText(by) }) },
        }}
      >
        <Box sx={{ p: 2, maxWidth: 440, display: 'grid', gap: 1.5 }}>
          <span>
            <Say
              id="managed.by"
              parts={{ by: <ObjectLink cluster={cluster} to={by} kind="word" /> }}
            />
          </span>
          <HandChanges changes={changes} />
        </Box>
      </Popover>
    </>
  );
}
