import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  useMediaQuery,
  useTheme,
} from '@mui/material';
import { useEffect, useId, useState } from 'react';
import type { ActionName } from '../../../core/flux/plan.ts';
import type { PlanPreview } from '../../actions/preview.ts';
import type { Actions } from '../../actions/useActions.ts';
import type { FluxEntry } from '../../live/views.ts';
import { CopyButton } from '../../parts/CopyButton.tsx';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { PageNotice } from '../../parts/PageStates.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { type ChosenOptions, PlanOptions } from './PlanOptions.tsx';
import { RunSteps } from './RunSteps.tsx';
import { WillChange } from './WillChange.tsx';

/** Says what an action will touch before it runs, and what became of it after: the plan is the progress. */
export function PlanDialog({
  action,
  entry,
  actions,
  onClose,
}: {
  action: ActionName;
  entry: FluxEntry;
  actions: Actions;
  onClose: () => void;
}) {
  const words = useWords();
  const titleId = useId();
  const isNarrow = useMediaQuery(useTheme().breakpoints.down('sm'));
  const [options, setOptions] = useState<ChosenOptions>({});
  const [preview, setPreview] = useState<PlanPreview>();
  const [isStarted, setStarted] = useState(false);
  const { preview: ask } = actions;
  useEffect(() => {
    if (isStarted) return undefined;
    let isCurrent = true;
    void ask(action, options).then(answer => {
      if (isCurrent) setPreview(answer);
    });
    return () => {
      isCurrent = false;
    };
    // The object changes all the time; the plan is made when the dialog opens and when an option changes.
  }, [action, options, isStarted]);

  async function start() {
    setStarted(true);
    // Made anew: its token is the time of the click.
    const { plan } = await ask(action, options);
    actions.run(plan);
  }

  const run = isStarted ? actions.current : undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      aria-labelledby={titleId}
      maxWidth="sm"
      fullWidth
      fullScreen={isNarrow}
    >
      <DialogTitle id={titleId} sx={{ fontSize: '1.125rem' }}>
        <Say id={`plan.title.${action}`} params={{ kind: entry.kind, name: entry.ref.name }} />
      </DialogTitle>
      <DialogContent>
        {run ? (
          <RunSteps run={run} cluster={entry.cluster} />
        ) : (
          <>
            {preview && <Steps preview={preview} cluster={entry.cluster} />}
            {action !== 'suspend' && <WillChange entry={entry} />}
            <Box sx={{ my: 1 }}>
              <PlanOptions {...{ action, options }} kind={entry.kind} onChange={setOptions} />
            </Box>
            {preview?.denied && (
              <PageNotice>
                <Say {...preview.denied} />
              </PageNotice>
            )}
            {preview?.warnings.map(warning => (
              <PageNotice key={warning.id}>
                <Say {...warning} />
              </PageNotice>
            ))}
          </>
        )}
        {preview && <Command text={preview.plan.command} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{words(isStarted ? 'plan.close' : 'plan.cancel')}</Button>
        {!isStarted && (
          <Button
            variant="contained"
            disabled={!preview || preview.denied !== undefined}
            onClick={() => void start()}
          >
            {words(`action.${action}`)}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

function Steps({ preview, cluster }: { preview: PlanPreview; cluster: string }) {
  return (
    <Box component="ol" sx={{ m: 0, pl: 2.5 }}>
      {preview.plan.steps.map((step, index) => (
        <li key={index}>
          <Say
            id={`plan.step.${step.action}`}
            parts={{ object: <ObjectLink cluster={cluster} to={step.ref} kind="word" /> }}
          />
        </li>
      ))}
    </Box>
  );
}

/** The same on a command line. */
function Command({ text }: { text: string }) {
  const words = useWords();
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mt: 2, color: 'text.secondary' }}>
      <Box component="code" sx={{ fontSize: '0.8125rem', overflowWrap: 'anywhere' }}>
        {text}
      </Box>
      <CopyButton text={text} label={words('copy.command')} />
    </Box>
  );
}
