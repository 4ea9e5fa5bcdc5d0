import { Box } from '@mui/material';
import { containersOf } from '../../../core/kubernetes/containers.ts';
import { health } from '../../../core/kubernetes/health.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { toRef } from '../../../core/kubernetes/ref.ts';
import { useObjects } from '../../live/useObjects.ts';
import { useServerClock } from '../../live/useServerClock.ts';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { StateMark } from '../../parts/StateMark.tsx';

const marks = {
  Current: 'ready',
  InProgress: 'progressing',
  Failed: 'failing',
  Terminating: 'terminating',
} as const;

/** kstatus calls these in progress, since kubelet tries again; a person has to do something. */
const stuck = /BackOff$|^Err|Error$|^OOMKilled$|^Invalid/;

/** The pods of one workload with their containers, read while this is open. */
export function PodLines({
  cluster,
  namespace,
  labelSelector,
}: {
  cluster: string;
  namespace: string;
  labelSelector: string;
}) {
  const query = { group: '', version: 'v1', plural: 'pods', namespace, labelSelector };
  const { objects, phase } = useObjects(cluster, query);
  const clock = useServerClock(cluster);
  if (phase.name === 'loading') return <Say id="page.loading" />;
  if (phase.name === 'forbidden') {
    return <Say id="applied.unread.forbidden" params={{ plural: 'pods' }} />;
  }
  if (objects.length === 0) return <Say id="inventory.noPods" />;
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
      {objects.map(pod => (
        <PodLine key={pod.metadata.uid ?? pod.metadata.name} {...{ pod, cluster, now: clock() }} />
      ))}
    </Box>
  );
}

function PodLine({ pod, cluster, now }: { pod: KubernetesObject; cluster: string; now: number }) {
  const words = useWords();
  const containers = containersOf(pod);
  const isStuck = containers.some(({ isReady, state }) => !isReady && stuck.test(state));
  const mark = isStuck ? 'failing' : marks[health(pod, now).status];
  return (
    <Box
      component="li"
      sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, rowGap: 0.25, py: 0.5 }}
    >
      <Box component="span" sx={{ display: 'inline-flex', gap: 1, alignItems: 'center' }}>
        <StateMark state={mark} />
        <ObjectLink cluster={cluster} to={toRef(pod)} kind="word" showNamespace={false} />
      </Box>
      {containers.map(container => (
        <Box
          component="span"
          key={container.name}
          sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}
        >
          {words('container.line', { name: container.name, state: container.state })}
          {container.restarts > 0 &&
            ` · ${words('container.restarts', { count: container.restarts })}`}
          {!container.isReady && container.message && ` · ${container.message}`}
        </Box>
      ))}
    </Box>
  );
}
