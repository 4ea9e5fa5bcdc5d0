import { memo, type ReactNode } from 'react';
import { dot } from '../../../parts/dot.ts';
import { Message } from '../../../parts/Message.tsx';
import { ObjectLink } from '../../../parts/ObjectLink.tsx';
import { objectPath } from '../../../parts/objectPath.ts';
import { Say, useWords } from '../../../parts/Say.tsx';
import { StateMark } from '../../../parts/StateMark.tsx';
import { Time } from '../../../parts/Time.tsx';
import type { Words } from '../../../parts/words.ts';
import { ContainerSays } from './ContainerSays.tsx';
import { GroupSays } from './GroupSays.tsx';
import type { InventoryRow, ObjectRow } from './inventoryRow.ts';
import { LogLines } from './LogLines.tsx';

interface InventoryLineProps {
  row: InventoryRow;
  cluster: string;
  /** What the kind of an object is called in the API, where that is known. */
  plural: string | undefined;
  index: number;
  top: number;
  height: number;
  isNarrow: boolean;
  isActive: boolean;
  measure: (element: HTMLElement | null) => void;
  onToggle: (key: string, isOpen: boolean) => void;
}

/** px by which each level stands further in: less where there is little room. */
const indents = { wide: 22, narrow: 12 } as const;

/** One row: a kind, an object, a container; or what there is to read below one. */
export const InventoryLine = memo(function InventoryLine(props: InventoryLineProps) {
  const { row, cluster, plural, index, top, height, isNarrow, isActive, measure, onToggle } = props;
  const isFree = row.type === 'log' || row.type === 'note';
  const indent = (row.level - 1) * (isNarrow ? indents.narrow : indents.wide);
  const style = { transform: `translateY(${top}px)`, ...(isFree ? {} : { height }) };
  const common = {
    role: 'row',
    'data-index': index,
    'aria-rowindex': index + 1,
    'aria-level': row.level,
    'aria-posinset': row.place,
    'aria-setsize': row.of,
    'aria-expanded': row.isOpen,
    tabIndex: isActive ? 0 : -1,
  };
  if (isFree) {
    return (
      <div {...common} ref={measure} style={style} className="free">
        <div role="gridcell" style={{ paddingLeft: indent + 20 }} className="says">
          {row.type === 'note' ? (
            <Say {...row.says} />
          ) : (
            <LogLines cluster={cluster} pod={row.pod} container={row.container} />
          )}
        </div>
      </div>
    );
  }
  const className = ['line', row.type, isNarrow ? 'narrow' : ''].join(' ');
  return (
    <div {...common} style={style} className={className}>
      <div role="gridcell" className="name" style={{ paddingLeft: indent }}>
        <span aria-hidden className="arrow">
          {row.isOpen === undefined ? '' : row.isOpen ? '▾' : '▸'}
        </span>
        <Name {...{ row, cluster, plural }} />
      </div>
      <div role="gridcell" className="says" style={isNarrow ? { paddingLeft: indent + 20 } : {}}>
        <Says row={row} {...{ cluster, onToggle }} />
      </div>
      <div role="gridcell" className="since">
        {row.type === 'object' && row.since && (
          <Time at={row.since.time} isAtLeast={row.since.atLeast} />
        )}
      </div>
    </div>
  );
});

function Name({
  row,
  cluster,
  plural,
}: Pick<InventoryLineProps, 'row' | 'cluster' | 'plural'>): ReactNode {
  const words = useWords();
  switch (row.type) {
    case 'group':
      return <span className="kind">{row.kind}</span>;
    case 'container':
      return (
        <>
          <StateMark state={markOf(row)} />
          <span className="of">{row.container.name}</span>
        </>
      );
    case 'object':
      return (
        <>
          <StateMark state={row.mark} />
          <span className="of" title={titleOf(row, plural, words)}>
            {row.level > 2 && <span className="kind">{row.ref.kind} </span>}
            <ObjectLink
              cluster={cluster}
              to={row.ref}
              kind="none"
              isTabStop={false}
              showNamespace={row.level === 2}
              plural={plural}
            />
          </span>
        </>
      );
    default:
      return null;
  }
}

/** Its name; and why it leads nowhere, where no page of Headlamp shows its kind. */
function titleOf({ ref }: ObjectRow, plural: string | undefined, words: Words): string {
  return objectPath('', ref, plural)
    ? ref.name
    : words('inventory.noPage', { kind: ref.kind, name: ref.name });
}

function markOf({ container }: Extract<InventoryRow, { type: 'container' }>) {
  if (container.isFailing) return 'failing';
  const isDone = container.ended?.code === 0 && container.state !== 'running';
  return container.isReady || isDone ? 'ready' : 'progressing';
}

function Says({
  row,
  cluster,
  onToggle,
}: Pick<InventoryLineProps, 'row' | 'cluster' | 'onToggle'>): ReactNode {
  switch (row.type) {
    case 'group':
      return <GroupSays counts={row.counts} />;
    case 'container':
      return (
        <ContainerSays
          container={row.container}
          isOpen={row.isOpen ?? false}
          onToggle={() => onToggle(row.key, !row.isOpen)}
        />
      );
    case 'object':
      return <ObjectSays row={row} cluster={cluster} />;
    default:
      return null;
  }
}

function ObjectSays({ row, cluster }: { row: ObjectRow; cluster: string }) {
  const { message, says, otherApplier } = row;
  return (
    <>
      {message ? <Message text={message} cluster={cluster} isPlain /> : <Say {...says} />}
      {otherApplier && (
        <>
          {dot}
          <Say
            id="inventory.otherApplier"
            parts={{
              applier: (
                <ObjectLink cluster={cluster} to={otherApplier} kind="word" isTabStop={false} />
              ),
            }}
          />
        </>
      )}
    </>
  );
}
