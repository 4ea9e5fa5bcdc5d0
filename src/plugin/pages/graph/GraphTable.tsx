import { useMemo } from 'react';
import { urgencyOf } from '../../../core/graph/picture/counts.ts';
import type { Picture, PictureNode } from '../../../core/graph/picture/picture.ts';
import { isBroken } from '../../../core/graph/picture/picture.ts';
import { dot } from '../../parts/dot.ts';
import type { GridLook } from '../../parts/gridColumn.ts';
import { ObjectGrid } from '../../parts/ObjectGrid.tsx';
import { useWords } from '../../parts/Say.tsx';
import { StateMark } from '../../parts/StateMark.tsx';
import type { Words } from '../../parts/words.ts';
import { textOf } from './boxText.ts';
import type { GraphWorld } from './useGraphWorld.tsx';

/** One node of the graph as a row, with the names of what stands beside it. */
interface NodeRow {
  key: string;
  node: PictureNode;
  title: string;
  says: string;
  needs: string;
  neededBy: string;
}

/** More names tell less. */
const namedAtMost = 3;

function rowsOf({ nodes, lines }: Picture, world: GraphWorld, words: Words): NodeRow[] {
  const texts = new Map(
    [...nodes].map(([id, node]) => [id, textOf({ type: 'one', id, node }, world, words)])
  );
  const [left, right] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
  const note = (ends: Map<string, Set<string>>, at: string, other: string) => {
    const known = ends.get(at);
    if (known) known.add(other);
    else ends.set(at, new Set([other]));
  };
  for (const { from, to } of lines) {
    note(left, to, from);
    note(right, from, to);
  }
  const named = (ids: ReadonlySet<string> = new Set()) => {
    const names = [...ids].map(id => texts.get(id)?.title ?? '').filter(Boolean);
    const shown = names.slice(0, namedAtMost).join(', ');
    const count = names.length - namedAtMost;
    return count > 0 ? words('graph.table.more', { names: shown, count }) : shown;
  };
  return [...nodes.values()]
    .map(node => ({
      key: node.id,
      node,
      title: texts.get(node.id)?.title ?? node.id,
      says: texts.get(node.id)?.says ?? '',
      needs: named(left.get(node.id)),
      neededBy: named(right.get(node.id)),
    }))
    .sort((a, b) => urgencyOf(a.node.state) - urgencyOf(b.node.state));
}

function look(words: Words): GridLook<NodeRow> {
  const column = (id: string, width: string, render: (row: NodeRow) => string, from?: number) => ({
    id,
    title: words(`graph.column.${id}`),
    width,
    render,
    from,
  });
  const place = ({ ref, outside }: PictureNode) =>
    [ref?.kind ?? words(`graph.outside.${outside?.kind}`), ref?.namespace]
      .filter(Boolean)
      .join(dot);
  return {
    columns: [
      column('name', 'minmax(0, 2fr)', row => row.title),
      column('place', 'minmax(0, 2fr)', row => place(row.node)),
      column('needs', 'minmax(0, 3fr)', row => row.needs),
      column('neededBy', 'minmax(0, 3fr)', row => row.neededBy, 800),
    ],
    mark: ({ node }) => (node.state ? <StateMark state={node.state} /> : null),
    hasSecond: ({ node }) =>
      isBroken(node.state) || node.state === 'pending' || node.marks.length > 0,
    second: row => row.says,
    narrow: row => (
      <>
        <div className="narrow-line">
          <span>{row.title}</span>
        </div>
        <div>
          {[place(row.node), row.says === row.node.ref?.kind ? '' : row.says]
            .filter(Boolean)
            .join(dot)}
        </div>
      </>
    ),
    isMuted: ({ node }) => node.state === 'suspended',
  };
}

/** The same graph as rows: all of it, with nothing folded. */
export function GraphTable({
  picture,
  world,
  found,
  scope,
  chosen,
  onChoose,
  onOpen,
}: {
  picture: Picture;
  world: GraphWorld;
  /** Only these; undefined for all. */
  found: ReadonlySet<string> | undefined;
  scope: string;
  chosen: string | undefined;
  onChoose: (id: string | undefined) => void;
  onOpen: (id: string) => void;
}) {
  const words = useWords();
  const rows = useMemo(() => {
    const all = rowsOf(picture, world, words);
    return found ? all.filter(({ key }) => found.has(key)) : all;
  }, [picture, world, words, found]);
  const columns = useMemo(() => look(words), [words]);
  const selected = useMemo(() => new Set(chosen === undefined ? [] : [chosen]), [chosen]);
  return (
    <ObjectGrid
      label={words('graph.table')}
      rows={rows}
      scope={scope}
      look={columns}
      selected={selected}
      onSelect={keys => onChoose([...keys].at(-1))}
      onOpen={row => onOpen(row.key)}
    />
  );
}
