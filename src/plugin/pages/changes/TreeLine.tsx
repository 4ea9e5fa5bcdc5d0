import { memo } from 'react';
import { dot } from '../../parts/dot.ts';
import { Say, useWords } from '../../parts/Say.tsx';
import { ChangeMark } from './ChangeMark.tsx';
import { entryNotes } from './entryNotes.ts';
import type { TreeGroup, TreeRow } from './tree.ts';

interface TreeLineProps {
  row: TreeRow;
  index: number;
  top: number;
  height: number;
  isActive: boolean;
  isSelected: boolean;
}

function GroupTitle({ group, count }: { group: TreeGroup; count: number }) {
  switch (group.by) {
    case 'kustomization':
      return <Say id="changes.group.kustomization" params={{ name: group.name, count }} />;
    case 'change':
      return <Say id={`changes.group.${group.change}`} params={{ count }} />;
    default:
      return <Say id={`changes.group.${group.by}`} params={{ count }} />;
  }
}

/** One row of the tree: a group, or an object with what to know of it. */
export const TreeLine = memo(function TreeLine({ row, index, top, height, ...is }: TreeLineProps) {
  const words = useWords();
  const style = { transform: `translateY(${top}px)`, height };
  const common = {
    role: 'treeitem',
    id: `lumen-change-${index}`,
    'data-index': index,
    tabIndex: is.isActive ? 0 : -1,
    style,
  };
  if (row.kind === 'group') {
    return (
      <div {...common} aria-level={1} aria-expanded={row.isOpen} className="group">
        <span aria-hidden className="arrow">
          {row.isOpen ? '▾' : '▸'}
        </span>
        <GroupTitle group={row.group} count={row.count} />
      </div>
    );
  }
  const { entry, place, of } = row;
  const { ref, change } = entry;
  const name = ref.namespace ? `${ref.namespace}/${ref.name}` : ref.name;
  const notes = entryNotes(entry).map(({ id, params }) => words(id, params));
  return (
    <div
      {...common}
      aria-level={2}
      aria-posinset={place}
      aria-setsize={of}
      aria-selected={is.isSelected}
      className="entry"
    >
      <div className="name" title={`${ref.kind} ${name}`}>
        <ChangeMark change={change} />
        <span>
          {ref.kind} {name}
        </span>
      </div>
      {notes.length > 0 && (
        <div className="note" title={notes.join(dot)}>
          {notes.join(dot)}
        </div>
      )}
    </div>
  );
});
