import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useEffect, useId, useState, useSyncExternalStore } from 'react';
import type { ActionName } from '../../../core/flux/plan.ts';
import { refusalOf } from '../../../core/flux/refusal.ts';
import { type PlanPreview, previewPlan } from '../../actions/preview.ts';
import { runOf, runPlan, subscribeRuns } from '../../actions/runs.ts';
import type { FluxEntry } from '../../live/views.ts';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { type ChosenOptions, PlanOptions } from '../action/PlanOptions.tsx';
import { RunSteps } from '../action/RunSteps.tsx';
import { WillChange } from '../action/WillChange.tsx';
import { rowOf } from '../rows.ts';

interface Planned {
  entry: FluxEntry;
  preview: PlanPreview;
}

/** How far the run of one of many objects is. */
function Progress({ entry }: { entry: FluxEntry }) {
  const run = useSyncExternalStore(subscribeRuns, () => runOf(entry.cluster, entry.ref));
  return run ? <RunSteps run={run} cluster={entry.cluster} /> : null;
}

/** One line of the plan: the object, what will change in it, and why it is left out where it is. */
function Line({
  entry,
  preview,
  tellsChanges,
}: {
  entry: FluxEntry;
  preview?: PlanPreview;
  tellsChanges: boolean;
}) {
  return (
    <Box component="li" sx={{ py: 0.5 }}>
      <ObjectLink cluster={entry.cluster} to={entry.ref} kind="word" />
      {tellsChanges && <WillChange entry={entry} />}
      {[preview?.denied, ...(preview?.warnings ?? [])].map(
        sentence =>
          sentence && (
            <Box key={sentence.id} sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>
              <Say {...sentence} />
            </Box>
          )
      )}
    </Box>
  );
}

/** What changes is asked of the sidecar for each: of so many at once, and no more. */
const askedAtOnce = 20;

/** Those of which something will change: sources, and Kustomizations that are behind theirs. */
function toldOf(entries: readonly FluxEntry[]): ReadonlySet<FluxEntry> {
  const changing = entries.filter(entry => entry.kind !== 'Kustomization' || rowOf(entry).isBehind);
  return new Set(changing.slice(0, askedAtOnce));
}

/** One action for many objects: each with a plan of its own, shown before and followed after. */
export function BulkDialog({
  action,
  entries,
  onClose,
}: {
  action: ActionName;
  entries: readonly FluxEntry[];
  onClose: () => void;
}) {
  const words = useWords();
  const titleId = useId();
  const [options, setOptions] = useState<ChosenOptions>({});
  // What was chosen when the dialog opened: the objects change while it is read.
  const [able] = useState(() => entries.filter(({ object }) => !refusalOf(action, object)));
  const [planned, setPlanned] = useState<readonly Planned[]>();
  const [started, setStarted] = useState<readonly FluxEntry[]>();
  const [told] = useState(() => (action === 'suspend' ? new Set() : toldOf(able)));
  const left = entries.length - able.length;

  useEffect(() => {
    let isCurrent = true;
    const plans = able.map(async entry => ({
      entry,
      preview: await previewPlan(entry, action, options),
    }));
    void Promise.all(plans).then(answers => {
      if (isCurrent) setPlanned(answers);
    });
    return () => {
      isCurrent = false;
    };
  }, [able, action, options]);

  const allowed = (planned ?? []).filter(({ preview }) => !preview.denied);
  async function start() {
    setStarted(allowed.map(({ entry }) => entry));
    for (const { entry } of allowed) {
      const { plan } = await previewPlan(entry, action, options);
      runPlan(entry.cluster, plan);
    }
  }

  const kustomizations = able.filter(({ kind }) => kind === 'Kustomization');
  const behind = kustomizations.filter(entry => rowOf(entry).isBehind);
  const name = words(`action.${action}`);
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="sm" fullWidth>
      <DialogTitle id={titleId} sx={{ fontSize: '1.125rem' }}>
        {words('bulk.action', { action: name, count: able.length })}
      </DialogTitle>
      <DialogContent>
        {started ? (
          started.map(entry => <Progress key={`${entry.cluster} ${entry.key}`} entry={entry} />)
        ) : (
          <>
            <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
              {able.map(entry => (
                <Line
                  key={`${entry.cluster} ${entry.key}`}
                  entry={entry}
                  tellsChanges={told.has(entry)}
                  preview={planned?.find(each => each.entry === entry)?.preview}
                />
              ))}
            </Box>
            {action === 'reconcile' && kustomizations.length > 0 && (
              <Box sx={{ my: 1, color: 'text.secondary', fontSize: '0.875rem' }}>
                <Say
                  id="bulk.behind"
                  params={{ behind: behind.length, count: kustomizations.length }}
                />
              </Box>
            )}
            {left > 0 && <Say id={`bulk.leftOut.${action}`} params={{ count: left }} />}
            <PlanOptions
              {...{ action, options }}
              kind={able[0]?.kind ?? ''}
              onChange={setOptions}
            />
          </>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{words(started ? 'plan.close' : 'plan.cancel')}</Button>
        {!started && (
          <Button variant="contained" disabled={allowed.length === 0} onClick={() => void start()}>
            {words('bulk.action', { action: name, count: allowed.length })}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
