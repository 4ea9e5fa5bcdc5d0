import { Box } from '@mui/material';
import type { DrawnGroup } from '../../../core/graph/picture/drawing.ts';
import type { PictureNode } from '../../../core/graph/picture/picture.ts';
import { useWords } from '../../parts/Say.tsx';
import { TextButton } from '../../parts/TextButton.tsx';
import { countsText, stateOfBox, textOf } from './boxText.ts';
import { NodeList } from './NodeList.tsx';
import { PanelSection } from './PanelSection.tsx';
import { SidePanel } from './SidePanel.tsx';
import type { GraphWorld } from './useGraphWorld.tsx';

/** What is in a group, and the way to have it drawn. */
export function GroupPanel({
  group,
  members,
  world,
  onChoose,
  onUnfold,
}: {
  group: DrawnGroup;
  members: readonly PictureNode[];
  world: GraphWorld;
  onChoose: (id: string | undefined) => void;
  onUnfold: (id: string, isOpened: boolean) => void;
}) {
  const words = useWords();
  const { title } = textOf(group, world, words);
  const listed = members.map(node => {
    const text = textOf({ type: 'one', id: node.id, node }, world, words);
    return { id: node.id, title: text.title, aside: node.ref?.kind, state: node.state };
  });
  return (
    <SidePanel
      title={title}
      aside={words(`graph.group.by.${group.of.by}`)}
      state={stateOfBox(group)}
      onClose={() => onChoose(undefined)}
    >
      <Box sx={{ mt: 1 }}>{countsText(group, words)}</Box>
      <Box sx={{ mt: 1 }}>
        <TextButton onClick={() => onUnfold(group.id, true)}>
          {words('graph.panel.unfold')}
        </TextButton>
      </Box>
      <PanelSection title={words('graph.panel.members')}>
        <NodeList nodes={listed} onChoose={onChoose} />
      </PanelSection>
    </SidePanel>
  );
}
