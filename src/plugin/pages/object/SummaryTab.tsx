import { Box } from '@mui/material';
import { useMemo } from 'react';
import { commandsOf } from '../../../core/flux/commands.ts';
import { factsOf } from '../../../core/flux/facts/factsOf.ts';
import { relationsOf } from '../../../core/flux/relations.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { refText, toRef } from '../../../core/kubernetes/ref.ts';
import type { ClusterView } from '../../live/views.ts';
import { CopyButton } from '../../parts/CopyButton.tsx';
import { graphPath } from '../../parts/graphPath.ts';
import { Say, useWords } from '../../parts/Say.tsx';
import { Section } from '../../parts/Section.tsx';
import { TermList } from '../../parts/TermList.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { ObjectReach } from '../graph/ReachGraph.tsx';
import { FactList } from './FactList.tsx';

/** What matters of the object, what others have to do with it, and what to do with it in a terminal. */
export function SummaryTab({
  object,
  view,
  cluster,
}: {
  object: KubernetesObject;
  view: ClusterView | undefined;
  cluster: string;
}) {
  const words = useWords();
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
      <Section title={<Say id="object.relations" />}>
        {relations.length > 0 && <FactList facts={relations} cluster={cluster} />}
        <Box sx={{ fontSize: '0.875rem', mt: relations.length > 0 ? 1.5 : 0 }}>
          <ObjectReach cluster={cluster} object={object} />
          <TextLink to={graphPath(cluster, { of: refText(toRef(object)) })}>
            {words('object.graph')}
          </TextLink>
        </Box>
      </Section>
      <Section title={<Say id="object.commands" />}>
        <Commands object={object} />
      </Section>
    </>
  );
}

/** The same as the buttons do, and what else a terminal tells. */
function Commands({ object }: { object: KubernetesObject }) {
  const words = useWords();
  const terms = commandsOf(object).map(({ id, command }) => ({
    key: id,
    term: words(id),
    says: (
      <>
        <Box component="code" sx={{ fontSize: '0.8125rem' }}>
          {command}
        </Box>{' '}
        <CopyButton text={command} label={words('copy.this', { text: command })} />
      </>
    ),
  }));
  return <TermList terms={terms} rowGap={0.75} />;
}
