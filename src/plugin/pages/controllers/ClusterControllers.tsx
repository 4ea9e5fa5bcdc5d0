import { Typography } from '@mui/material';
import { useMemo } from 'react';
import { controllersOf } from '../../../core/flux/controllers.ts';
import { useDiagnosis } from '../../live/useDiagnosis.ts';
import { useGraph } from '../../live/useGraph.ts';
import { useInfo } from '../../live/useInfo.ts';
import type { ClusterView } from '../../live/views.ts';
import { LoadingRows } from '../../parts/PageStates.tsx';
import { useWords } from '../../parts/Say.tsx';
import { Section } from '../../parts/Section.tsx';
import { ControllerEvents } from './ControllerEvents.tsx';
import { ControllerTable } from './ControllerTable.tsx';
import { ControllerTrouble } from './ControllerTrouble.tsx';
import { ForgeProblems } from './ForgeProblems.tsx';
import { NoControllers } from './NoControllers.tsx';
import { SidecarFacts } from './SidecarFacts.tsx';
import { UnhandledObjects } from './UnhandledObjects.tsx';

/** Flux's controllers in one cluster, what is wrong with them and what they have not done; and the sidecar. */
export function ClusterControllers({ view, isNamed }: { view: ClusterView; isNamed: boolean }) {
  const words = useWords();
  const { cluster } = view;
  const { graph, stamp } = useGraph(cluster);
  const diagnosis = useDiagnosis(cluster);
  const { isComplete, unread, world } = diagnosis;
  const info = useInfo(cluster);
  // The graph changes in place: the stamp tells that it did.
  const controllers = useMemo(() => controllersOf(graph.objects()), [graph, stamp]);
  return (
    <>
      {isNamed && (
        <Typography component="h2" sx={{ fontSize: '1.125rem', mt: 2, mb: 1 }}>
          {cluster}
        </Typography>
      )}
      <ControllerTrouble view={diagnosis} cluster={view} count={controllers.length} />
      {controllers.length > 0 ? (
        <ControllerTable {...{ cluster, controllers }} view={diagnosis} />
      ) : isComplete ? (
        <NoControllers {...{ cluster, info, unread }} />
      ) : (
        <LoadingRows rows={4} />
      )}
      <ControllerEvents {...{ cluster, controllers, world }} stamp={diagnosis.stamp} />
      <UnhandledObjects {...{ cluster, graph, stamp }} />
      <Section title={words('controllers.sidecar')}>
        <SidecarFacts {...{ cluster, info, graph, stamp }} />
      </Section>
      <ForgeProblems cluster={cluster} />
    </>
  );
}
