import { ButtonBase } from '@mui/material';
import { memo, type Ref } from 'react';
import type { TextSide } from '../../../core/diff/textDiff.ts';
import { useWords } from '../../parts/Say.tsx';
import { visuallyHidden } from '../../parts/visuallyHidden.ts';
import type { LookRow } from '../../worker/textLook.ts';
import { LineText } from './LineText.tsx';

export type TextShape = 'unified' | 'narrow' | 'split';

interface TextLineProps {
  row: LookRow | undefined;
  index: number;
  top: number;
  shape: TextShape;
  isCurrent: boolean;
  onOpen: (fold: number) => void;
  measure: Ref<HTMLDivElement>;
}

const signs = { added: '+', removed: '−', changed: '', same: '', fold: '' } as const;

/** What stands before a line: its sign to the eye, its word to a screen reader. */
function Sign({ kind, tint = '' }: { kind: LookRow['kind']; tint?: string }) {
  const words = useWords();
  const isChange = kind === 'added' || kind === 'removed';
  return (
    <span role="cell" className={`sign ${tint}`}>
      <span aria-hidden>{signs[kind]}</span>
      {isChange && <span style={visuallyHidden}>{words(`changes.line.${kind}`)}</span>}
    </span>
  );
}

function Half({ side, kind }: { side: TextSide | undefined; kind: 'added' | 'removed' | 'same' }) {
  const shown = side ? kind : 'same';
  return (
    <>
      <span role="cell" className={`number ${shown}`}>
        {side?.line}
      </span>
      <Sign kind={shown} tint={shown} />
      <span role="cell" className={`line ${shown}`}>
        {side && <LineText side={side} isSame={kind === 'same'} />}
      </span>
    </>
  );
}

function Cells({ row, shape }: { row: LookRow; shape: TextShape }) {
  const { kind, left, right } = row;
  if (shape === 'split') {
    const isSame = kind === 'same';
    return (
      <>
        <Half side={left} kind={isSame ? 'same' : 'removed'} />
        <Half side={right} kind={isSame ? 'same' : 'added'} />
      </>
    );
  }
  const side = right ?? left;
  return (
    <>
      {shape === 'unified' && (
        <span role="cell" className="number">
          {left?.line}
        </span>
      )}
      <span role="cell" className="number">
        {shape === 'narrow' ? side?.line : right?.line}
      </span>
      <Sign kind={kind} />
      <span role="cell" className="line">
        {side && <LineText side={side} isSame={kind === 'same'} />}
      </span>
    </>
  );
}

/** Plain elements under one sheet, as the rows of a grid: hundreds are drawn at once. */
export const TextLine = memo(function TextLine({
  row,
  index,
  top,
  shape,
  isCurrent,
  onOpen,
  measure,
}: TextLineProps) {
  const words = useWords();
  const kind = row?.kind ?? 'same';
  const tint = shape === 'split' && kind !== 'fold' ? '' : kind;
  return (
    <div
      ref={measure}
      role="row"
      aria-rowindex={index + 1}
      data-index={index}
      className={`${tint}${isCurrent ? ' current' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
    >
      {row?.kind === 'fold' ? (
        <span role="cell">
          <ButtonBase onClick={() => onOpen(row.fold ?? 0)}>
            {words('changes.folded', { count: row.folded ?? 0 })}
          </ButtonBase>
        </span>
      ) : (
        row && <Cells row={row} shape={shape} />
      )}
    </div>
  );
});
