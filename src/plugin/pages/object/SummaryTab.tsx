import { Box } from '@mui/material';
import { useMemo } from 'react';
import { factsOf } from '../../../core/flux/facts/factsOf.ts';
import { relationsOf } from '../../../core/flux/relations.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import type { ClusterView } from '../../live/views.ts';
import { Say } from '../../parts/Say.tsx';
import { Section } from '../../parts/Section.tsx';
import { FactList } from './FactList.tsx';

/** What matters of the object, then what others have to do with it. */
export function SummaryTab({
  object,
  view,
  cluster,
}: {
  object: KubernetesObject;
  view: ClusterView | undefined;
  cluster: string;
}) {
  const facts = useMemo(() => factsOf(object), [object]);
  const relations = useMemo(() => {
    const kinds = view ? [...view.kinds.values()] : [];
    return relationsOf(
      object,
      kinds.flatMap(kind => kind.entries.map(entry => entry.object))
    );
  }, [object, view]);
  return (
    <>
      <Box sx={{ pb: 2 }}>
        <FactList facts={facts} cluster={cluster} />
      </Box>
      {relations.length > 0 && (
        <Section title={<Say id="object.relations" />}>
          <FactList facts={relations} cluster={cluster} />
        </Section>
      )}
    </>
  );
}
