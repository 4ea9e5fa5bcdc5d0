import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { applierOf } from '../../../core/flux/applier.ts';
import { handChangesOf, originOf } from '../../../core/flux/handChange.ts';
import { revisionsOf } from '../../../core/flux/revisionsOf.ts';
import { fluxState, isAtRest } from '../../../core/flux/state.ts';
import { record, text } from '../../../core/kubernetes/object.ts';
import { useOnce } from '../../live/useOnce.ts';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { RevisionChip } from '../../parts/RevisionChip.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { StateMark } from '../../parts/StateMark.tsx';
import { HandChanges } from './HandChanges.tsx';
import { type HostObject, type Managed, toApplier } from './managed.ts';

function Line({ children }: { children: ReactNode }) {
  return (
    <Box
      sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1.5, rowGap: 0.5 }}
    >
      {children}
    </Box>
  );
}

/** On Headlamp's page of an object that Flux applied: who did, how that is, and what becomes of changes by hand. */
export function ManagedBy({ object, cluster }: HostObject) {
  const by = applierOf(object);
  return by ? <Known {...{ object, cluster, by }} /> : null;
}

function Known({ object, cluster, by }: Managed) {
  const words = useWords();
  const view = useOnce(cluster, by, object.metadata.resourceVersion);
  const read = view.state === 'read' ? view.object : undefined;
  const state = read && fluxState(read);
  const revision = read && revisionsOf(read).current;
  const { interval, path } = record(read?.spec);
  const file = originOf(object);
  return (
    <Box sx={{ display: 'grid', gap: 1, fontSize: '0.875rem', pb: 2 }}>
      <Line>
        <ObjectLink cluster={cluster} to={by} kind="word" />
        {state && <StateMark state={state.name} showWord />}
        {revision && <RevisionChip revision={revision} canCopy />}
        {text(interval) && (
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {words('managed.every', { interval: text(interval) ?? '' })}
          </Box>
        )}
      </Line>
      {view.state === 'refused' && <Say id="managed.refused" params={{ message: view.message }} />}
      {state && !isAtRest(state.name) && (
        <Box sx={{ color: 'text.secondary' }}>
          <Say {...state.says} />
        </Box>
      )}
      {(file ?? text(path)) && (
        <Box sx={{ color: 'text.secondary' }}>
          {file ? words('managed.file', { file }) : words('managed.path', { path: String(path) })}
        </Box>
      )}
      <HandChanges changes={handChangesOf(object, by, toApplier(view))} />
    </Box>
  );
}
