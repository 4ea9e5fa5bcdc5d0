import { Typography } from '@mui/material';
import { useMemo } from 'react';
import { controllersOf } from '../../../core/flux/controllers.ts';
import { useDiagnosis } from '../../live/useDiagnosis.ts';
import { useGraph } from '../../live/useGraph.ts';
import { useInfo } from '../../live/useInfo.ts';
import { LoadingRows } from '../../parts/PageStates.tsx';
import { useWords } from '../../parts/Say.tsx';
import { Section } from '../../parts/Section.tsx';
import { ControllerTable } from './ControllerTable.tsx';
import { ForgeProblems } from './ForgeProblems.tsx';
import { NoControllers } from './NoControllers.tsx';
import { SidecarFacts } from './SidecarFacts.tsx';
import { UnhandledObjects } from './UnhandledObjects.tsx';

/** Flux's controllers in one cluster, what they have not done, and the sidecar. */
export function ClusterControllers({ cluster, isNamed }: { cluster: string; isNamed: boolean }) {
  const words = useWords();
  const { graph, stamp } = useGraph(cluster);
  const { isComplete, unread } = useDiagnosis(cluster);
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
      {controllers.length > 0 ? (
        <ControllerTable {...{ cluster, controllers, graph }} />
      ) : isComplete ? (
        <NoControllers {...{ cluster, info, unread }} />
      ) : (
        <LoadingRows rows={4} />
      )}
      <UnhandledObjects {...{ cluster, graph, stamp }} />
      <Section title={words('controllers.sidecar')}>
        <SidecarFacts {...{ cluster, info, graph, stamp }} />
      </Section>
      <ForgeProblems cluster={cluster} />
    </>
  );
}
