import { Box } from '@mui/material';
import type { PlanRun, RunStep, StepProgress } from '../../../core/flux/planRun.ts';
import { shortRevision } from '../../../core/flux/revision.ts';
import type { StateName } from '../../../core/flux/state.ts';
import type { Sentence } from '../../../core/sentence.ts';
import { Message } from '../../parts/Message.tsx';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { Say } from '../../parts/Say.tsx';
import { StateMark } from '../../parts/StateMark.tsx';

const marks: Record<StepProgress['name'], StateName> = {
  waiting: 'pending',
  sending: 'progressing',
  requested: 'progressing',
  handled: 'progressing',
  done: 'ready',
  failed: 'failing',
  refused: 'failing',
  timedOut: 'failing',
  suspended: 'suspended',
  gone: 'unknown',
  skipped: 'pending',
};

/** Never more than was seen: requested is not handled, and handled is not Ready. */
function toSentence({ step, progress }: RunStep): Sentence {
  switch (progress.name) {
    case 'done': {
      if (step.action === 'suspend') return { id: 'run.done.suspend' };
      if (!progress.revision) return { id: 'run.done' };
      const params = { revision: shortRevision(progress.revision) };
      return { id: progress.isNews ? 'run.done.news' : 'run.done.same', params };
    }
    case 'failed':
      return { id: 'run.failed', params: { reason: progress.reason } };
    case 'timedOut':
      return { id: `run.timedOut.${progress.last}`, params: { seconds: progress.seconds } };
    default:
      return { id: `run.${progress.name}` };
  }
}

function messageOf(progress: StepProgress): string | undefined {
  const saysMore =
    progress.name === 'failed' || progress.name === 'refused' || progress.name === 'handled';
  return saysMore ? progress.message : undefined;
}

/** How far each step of a plan is, as the objects themselves say. */
export function RunSteps({ run, cluster }: { run: PlanRun; cluster: string }) {
  return (
    <Box component="ol" aria-live="polite" sx={{ m: 0, p: 0, listStyle: 'none' }}>
      {run.steps.map((each, index) => {
        const message = messageOf(each.progress);
        return (
          <Box
            component="li"
            key={index}
            sx={{ display: 'grid', gridTemplateColumns: '20px 1fr', columnGap: 1, py: 0.75 }}
          >
            <Box component="span" sx={{ pt: 0.25 }}>
              <StateMark state={marks[each.progress.name]} />
            </Box>
            <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
              <ObjectLink cluster={cluster} to={each.step.ref} kind="word" />
              <Box sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>
                <Say {...toSentence(each)} />{' '}
                {message && <Message text={message} cluster={cluster} />}
              </Box>
            </Box>
          </Box>
        );
      })}
    </Box>
  );
}
