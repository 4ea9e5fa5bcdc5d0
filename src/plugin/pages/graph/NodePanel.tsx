import { Box } from '@mui/material';
import { useMemo } from 'react';
import { revisionSource, servedRevision } from '../../../core/flux/revisionSource.ts';
import { isAtRest } from '../../../core/flux/state.ts';
import { criticalPathTo } from '../../../core/graph/criticalPath.ts';
import { neighboursOf } from '../../../core/graph/picture/neighbours.ts';
import type { PictureNode } from '../../../core/graph/picture/picture.ts';
import { refText } from '../../../core/kubernetes/ref.ts';
import { tookSentence } from '../../../core/took.ts';
import { objectPath } from '../../parts/objectPath.ts';
import { OutLink } from '../../parts/OutLink.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { TextButton } from '../../parts/TextButton.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { ActionButtons } from '../action/ActionButtons.tsx';
import { causeOf } from '../causeOf.ts';
import { CauseWords } from '../CauseWords.tsx';
import { RevisionOf } from '../RevisionOf.tsx';
import { rowOf } from '../rows.ts';
import { StateLine } from '../StateLine.tsx';
import { textOf } from './boxText.ts';
import { type ListedNode, NodeList } from './NodeList.tsx';
import { nodeOf } from './nodeOf.ts';
import { PanelSection } from './PanelSection.tsx';
import { SidePanel } from './SidePanel.tsx';
import type { GraphWorld } from './useGraphWorld.tsx';

/** Everything that the graph knows of one node, and what can be done with it. */
export function NodePanel({
  node,
  world,
  isOpened,
  isSubject,
  onChoose,
  onFocus,
  onUnfold,
}: {
  node: PictureNode;
  world: GraphWorld;
  isOpened: boolean;
  /** All that is drawn is about it already. */
  isSubject: boolean;
  onChoose: (id: string | undefined) => void;
  onFocus: (id: string) => void;
  onUnfold: (id: string, isOpened: boolean) => void;
}) {
  const words = useWords();
  const { id, ref, outside, marks } = node;
  const { cluster } = world;
  const { title } = textOf({ type: 'one', id, node }, world, words);
  const near = useMemo(() => neighboursOf(world.graph, id), [world, id]);
  const listed = (ids: readonly string[]): ListedNode[] =>
    ids.map(other => {
      const known = nodeOf(other, world);
      const text = textOf({ type: 'one', id: other, node: known }, world, words);
      return { id: other, title: text.title, aside: known.ref?.kind, state: known.state };
    });
  const path = ref && objectPath(cluster, ref);
  const entry = ref && world.entryOf(ref);
  const row = entry && rowOf(entry);
  const { kind = '', namespace = '' } = ref ?? {};
  const aside = namespace ? words('graph.panel.kind', { kind, namespace }) : kind;
  const pods = near.applies.length === 0 && ref?.group === 'apps';
  const canUnfold = !isSubject && (near.applies.length > 0 || pods);
  return (
    <SidePanel
      title={title}
      aside={aside || words(`graph.outside.${outside?.kind}`)}
      state={node.state}
      onClose={() => onChoose(undefined)}
    >
      <Box sx={{ mt: 1 }}>
        <Why node={node} world={world} />
        {marks.map(mark => (
          <Box key={mark}>{words(`graph.mark.${mark}.help`)}</Box>
        ))}
        {outside && <OutLink href={outside.address}>{outside.address}</OutLink>}
        {!outside && !node.object && marks.length === 0 && words('graph.notChecked')}
      </Box>
      {row?.revisions.current && (
        <Box sx={{ mt: 1 }}>
          <RevisionOf
            revision={row.revisions.current}
            cluster={cluster}
            source={revisionSource(row)}
            of={row.ref}
            served={servedRevision(row)}
          />
        </Box>
      )}
      {near.neededBy.length > 0 && (
        <PanelSection
          title={words(node.state === 'failing' ? 'graph.panel.holdsUp' : 'graph.panel.neededBy')}
        >
          <NodeList nodes={listed(near.neededBy.map(({ to }) => to))} onChoose={onChoose} />
        </PanelSection>
      )}
      {near.needs.length > 0 && (
        <PanelSection title={words('graph.panel.needs')}>
          <NodeList nodes={listed(near.needs.map(({ from }) => from))} onChoose={onChoose} />
        </PanelSection>
      )}
      <Takes id={id} world={world} />
      {canUnfold && (
        <PanelSection title={words('graph.panel.applies')}>
          <TextButton onClick={() => onUnfold(id, !isOpened)}>
            {words(pods ? `graph.panel.pods.${isOpened}` : `graph.panel.objects.${isOpened}`, {
              count: near.applies.length,
            })}
          </TextButton>
        </PanelSection>
      )}
      <Box sx={{ mt: 2, display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
        {entry && <ActionButtons entry={entry} />}
      </Box>
      <Box
        sx={{
          mt: 1.5,
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 2,
          rowGap: 0.5,
        }}
      >
        {path && ref && (
          <TextLink to={path} label={words('graph.panel.openNamed', { name: refText(ref) })}>
            {words('graph.panel.open')}
          </TextLink>
        )}
        {!isSubject && (
          <TextButton onClick={() => onFocus(id)}>{words('graph.panel.focus')}</TextButton>
        )}
      </Box>
    </SidePanel>
  );
}

/** What broke it, else what it says itself; the whole chain is on its page. */
function Why({ node, world }: { node: PictureNode; world: GraphWorld }) {
  const words = useWords();
  const { ref } = node;
  const { cluster, diagnosis } = world;
  if (!ref || !node.object || isAtRest(node.state)) return null;
  const cause = causeOf(diagnosis, node.id);
  const entry = world.entryOf(ref);
  const path = objectPath(cluster, ref);
  if (cause && node.state !== 'pending' && node.state !== 'suspended') {
    const { kind, namespace, name } = cause.workload ?? cause.object;
    const other = [kind, [namespace, name].filter(Boolean).join('/')].join(' ');
    return (
      <>
        <Say
          id="cause.other"
          params={{ other }}
          parts={{ words: <CauseWords cause={cause} cluster={cluster} isPlain /> }}
        />{' '}
        {entry && path && (
          <TextLink to={path} isWithinText>
            {words('graph.panel.why')}
          </TextLink>
        )}
      </>
    );
  }
  return entry ? <StateLine row={rowOf(entry)} isPlain /> : null;
}

/** The chain before it that takes longest, by the last good runs. */
function Takes({ id, world }: { id: string; world: GraphWorld }) {
  const words = useWords();
  const steps = useMemo(() => criticalPathTo(world.graph, id), [world, id]);
  const known = steps.flatMap(({ id: step, duration }) =>
    duration === undefined ? [] : { name: step.slice(step.lastIndexOf('/') + 1), duration }
  );
  const [longest] = [...known].sort((a, b) => b.duration - a.duration);
  if (!longest) return null;
  const total = known.reduce((sum, { duration }) => sum + duration, 0);
  const took = (duration: number) => {
    const { id: sentence, params } = tookSentence(duration);
    return words(sentence, params);
  };
  return (
    <PanelSection title={words('graph.panel.takes')}>
      {words(known.length > 1 ? 'graph.panel.takes.longest' : 'graph.panel.takes.alone', {
        total: took(total),
        name: longest.name,
        longest: took(longest.duration),
      })}
    </PanelSection>
  );
}
