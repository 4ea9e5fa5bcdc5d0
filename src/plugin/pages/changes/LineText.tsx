import { Fragment } from 'react';
import type { TextSide } from '../../../core/diff/textDiff.ts';
import { useWords } from '../../parts/Say.tsx';
import { type Segment, toSegments } from './segments.ts';

/** Enough of a digest to tell two values apart by eye; its first eight digits only name the key. */
const shown = [8, 12] as const;

function Hidden({ hidden, isSame }: { hidden: NonNullable<Segment['hidden']>; isSame: boolean }) {
  const words = useWords();
  if (hidden.state === 'unknown') {
    return <span className="hidden">{words('changes.unknown', { why: hidden.why })}</span>;
  }
  const id = isSame ? 'changes.masked.same' : 'changes.masked.changed';
  const digest = hidden.digest.slice(...shown);
  return <span className="hidden">{words(id, { digest })}</span>;
}

/** One side of a line: the changed words marked, hidden values in words. */
export function LineText({ side, isSame }: { side: TextSide; isSame: boolean }) {
  return (
    <>
      {toSegments(side.text, side.marks).map((segment, index) => {
        const text = segment.hidden ? (
          <Hidden hidden={segment.hidden} isSame={isSame} />
        ) : (
          segment.text
        );
        return segment.isMarked ? (
          <mark key={index}>{text}</mark>
        ) : (
          <Fragment key={index}>{text}</Fragment>
        );
      })}
    </>
  );
}
