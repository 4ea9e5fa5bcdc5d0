import type { StateName } from '../../../core/flux/state.ts';
import type { DrawnNode } from '../../../core/graph/picture/drawing.ts';
import { isBroken } from '../../../core/graph/picture/picture.ts';
import type { Words } from '../../parts/words.ts';
import { stateOfBox, textOf } from './boxText.ts';
import type { GraphWorld } from './useGraphWorld.tsx';

/** A box, as it is drawn. */
export interface BoxLook {
  id: string;
  title: string;
  says: string;
  /** Read aloud beside the title; nothing where `says` has it. */
  kind: string;
  state?: StateName;
  isGroup: boolean;
  isMissing: boolean;
  isBroken: boolean;
}

export function lookOfBox(node: DrawnNode, world: GraphWorld, words: Words): BoxLook {
  const { title, says } = textOf(node, world, words);
  const state = stateOfBox(node);
  const kind = node.type === 'one' ? node.node.ref?.kind ?? '' : '';
  // Its shape has said the word: objects of several kinds bear one name.
  const isBare = kind !== '' && state !== undefined && says === words(`state.${state}`);
  const line = isBare ? words('graph.box.state', { kind, state: says.toLowerCase() }) : says;
  return {
    id: node.id,
    title,
    says: line,
    kind: line.startsWith(kind) ? '' : kind,
    state,
    isGroup: node.type === 'group',
    isMissing: node.type === 'one' && node.node.marks.includes('missing'),
    isBroken: isBroken(state),
  };
}

/** Looks by the ids of their boxes; what looks the same keeps its identity. */
export function keepSame(
  looks: readonly BoxLook[],
  before: ReadonlyMap<string, BoxLook>
): ReadonlyMap<string, BoxLook> {
  return new Map(
    looks.map(look => {
      const known = before.get(look.id);
      const names = Object.keys(look) as (keyof BoxLook)[];
      const isSame = known !== undefined && names.every(name => known[name] === look[name]);
      return [look.id, isSame ? known : look];
    })
  );
}
