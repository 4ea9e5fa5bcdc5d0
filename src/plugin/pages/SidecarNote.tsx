import { Box } from '@mui/material';
import type { Sentence } from '../../core/sentence.ts';
import type { SidecarRefusal } from '../live/views.ts';
import { CopyButton } from '../parts/CopyButton.tsx';
import { Say, useWords } from '../parts/Say.tsx';

const install = 'kubectl apply -k deploy/base';

function toSentence(refusal: SidecarRefusal): Sentence {
  switch (refusal.state) {
    case 'absent':
      return { id: 'sidecar.absent' };
    case 'forbidden': {
      const { verb, resource, namespace } = refusal;
      return { id: 'sidecar.forbidden', params: { verb, resource, namespace } };
    }
    case 'missing': {
      if (refusal.what === 'route') return { id: 'sidecar.missing.route' };
      return { id: 'sidecar.missing', params: { message: refusal.message } };
    }
    case 'failed':
      return { id: 'sidecar.failed', params: { message: refusal.message } };
  }
}

/** Why the sidecar does not tell, what it would, and the way out. */
export function SidecarNote({ refusal }: { refusal: SidecarRefusal }) {
  const words = useWords();
  const { state } = refusal;
  const isInstalled = state !== 'absent' && !(state === 'missing' && refusal.what === 'route');
  return (
    <Box
      role="note"
      sx={{
        borderLeft: 3,
        borderColor: 'divider',
        pl: 1.5,
        py: 0.5,
        mb: 2,
        maxWidth: 720,
        color: 'text.secondary',
        fontSize: '0.875rem',
        overflowWrap: 'anywhere',
      }}
    >
      <Say {...toSentence(refusal)} />
      {!isInstalled && (
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mt: 0.75 }}>
          <Box component="code" sx={{ fontSize: '0.8125rem', color: 'text.primary' }}>
            {install}
          </Box>
          <CopyButton text={install} label={words('copy.command')} />
        </Box>
      )}
    </Box>
  );
}
