import { type DOMAttributes, memo } from 'react';
import { useWords } from '../../parts/Say.tsx';
import { StateShape } from '../../parts/StateShape.tsx';
import { visuallyHidden } from '../../parts/visuallyHidden.ts';
import type { BoxLook } from './boxes.ts';

/** What a person does with boxes; which one, the event tells. */
export type BoxActs = Required<
  Pick<DOMAttributes<HTMLButtonElement>, 'onClick' | 'onKeyDown' | 'onFocus'>
>;

/** One box: state, name and one line. Plain elements under one sheet: there are hundreds of them. */
export const Box = memo(function Box({
  look,
  x,
  y,
  isActive,
  isChosen,
  isFound,
  acts,
}: {
  look: BoxLook;
  x: number;
  y: number;
  /** It is the one Tab stop of the graph. */
  isActive: boolean;
  isChosen: boolean;
  isFound: boolean;
  acts: BoxActs;
}) {
  const words = useWords();
  const { id, title, says, kind, state, isGroup, isMissing, isBroken } = look;
  const classes = [
    'lumen-box',
    isGroup && 'is-group',
    isMissing && 'is-missing',
    isBroken && 'is-broken',
    isChosen && 'is-chosen',
    isFound && 'is-found',
    state && `is-${state}`,
  ];
  return (
    <button
      type="button"
      className={classes.filter(Boolean).join(' ')}
      style={{ left: x, top: y }}
      data-box={id}
      tabIndex={isActive ? 0 : -1}
      aria-pressed={isChosen}
      title={`${title}\n${[kind, says].filter(Boolean).join(', ')}`}
      {...acts}
    >
      <span className="mark">
        {state ? (
          <span role="img" aria-label={words(`state.${state}`)}>
            <StateShape state={state} />
          </span>
        ) : (
          <span className="unseen" />
        )}
      </span>
      <span className="text">
        <span className="title">{title}</span>
        <span className="says">{says}</span>
      </span>
      {kind && <span style={visuallyHidden}>{kind}</span>}
    </button>
  );
});
