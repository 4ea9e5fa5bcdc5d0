import { shortRevision } from '../../../core/flux/revision.ts';
import { isAtRest, type StateName } from '../../../core/flux/state.ts';
import { stateLineOf } from '../../../core/flux/stateLine.ts';
import { refAt } from '../../../core/graph/nodeId.ts';
import { worstOf } from '../../../core/graph/picture/counts.ts';
import type { DrawnGroup, DrawnNode } from '../../../core/graph/picture/drawing.ts';
import type { PictureNode } from '../../../core/graph/picture/picture.ts';
import { health } from '../../../core/kubernetes/health.ts';
import { refKey } from '../../../core/kubernetes/ref.ts';
import type { Sentence } from '../../../core/sentence.ts';
import type { Words } from '../../parts/words.ts';
import { causeOf } from '../causeOf.ts';
import { rowOf } from '../rows.ts';
import type { GraphWorld } from './useGraphWorld.tsx';

/** What a box says in its two lines. */
interface BoxText {
  title: string;
  says: string;
}

/** The part of an address that people call it by: `homelab` of `https://forge/anna/homelab.git`. */
function addressName(address: string): string {
  return (
    address
      .replace(/\.git$/, '')
      .split('/')
      .filter(Boolean)
      .at(-1) ?? address
  );
}

function markSays({ marks }: PictureNode): Sentence | undefined {
  const [mark] = marks;
  return mark && { id: `graph.mark.${mark}` };
}

/** Why it is not well: what broke it, else what it says itself. */
function troubleSays(node: PictureNode, world: GraphWorld): Sentence | undefined {
  const { ref, object, state } = node;
  if (!ref || !object || isAtRest(state) || state === undefined) return undefined;
  const own = world.diagnosis.diagnosis.causes.find(({ object: broken, workload }) =>
    [broken, ...(workload ? [workload] : [])].some(each => refKey(each) === refKey(ref))
  );
  if (own) return own.says;
  const entry = world.entryOf(ref);
  if (!entry) return health(object, world.diagnosis.world.now).says;
  const cause =
    state === 'pending' || state === 'suspended' ? undefined : causeOf(world.diagnosis, node.id);
  if (cause) {
    const { kind, name } = cause.workload ?? cause.object;
    return { id: 'graph.box.brokenBy', params: { kind, name } };
  }
  if (state === 'suspended') return { id: 'state.suspended' };
  const line = stateLineOf(object, entry.state);
  if (line?.other) return { id: 'graph.box.waitsFor', params: { name: line.other.name } };
  return line && line.message === undefined ? line.says : { id: `state.${state}` };
}

/** Of whom people know the revision by heart. */
const showsRevision: ReadonlySet<string> = new Set(['GitRepository', 'OCIRepository', 'Bucket']);

function quietSays({ ref, outside, object, applies }: PictureNode, world: GraphWorld): Sentence {
  if (outside) return { id: `graph.outside.${outside.kind}` };
  const entry = ref && world.entryOf(ref);
  const revision = entry && rowOf(entry).revisions.current;
  if (entry && revision && showsRevision.has(entry.kind)) {
    return { id: 'graph.box.revision', params: { revision: shortRevision(revision) } };
  }
  if (entry?.kind === 'Kustomization' && applies > 0) {
    return { id: 'graph.box.objects', params: { count: applies } };
  }
  return {
    id: object ? 'graph.box.kind' : 'graph.box.notChecked',
    params: { kind: ref?.kind ?? '' },
  };
}

function oneText(node: PictureNode, world: GraphWorld, words: Words): BoxText {
  const says = markSays(node) ?? troubleSays(node, world) ?? quietSays(node, world);
  const title = node.ref ? node.ref.name : addressName(node.outside?.address ?? node.id);
  return { title, says: words(says.id, says.params) };
}

/** `3 failing, 9 ready`; `all ready` where that is so. */
export function countsText({ size, states }: DrawnGroup, words: Words): string {
  const names = Object.keys(states) as (StateName | 'none')[];
  const known = names.filter((name): name is StateName => name !== 'none');
  if (known.length === 1 && states[known[0] ?? 'ready'] === size) {
    return words('graph.group.all', { state: words(`state.${known[0]}`).toLowerCase() });
  }
  const parts = known.map(name =>
    words('graph.group.some', {
      count: states[name] ?? 0,
      state: words(`state.${name}`).toLowerCase(),
    })
  );
  if (states.none) parts.push(words('graph.group.notChecked', { count: states.none }));
  return parts.join(', ');
}

function groupTitle({ of, size }: DrawnGroup, words: Words): string {
  if (of.by === 'layer' || (of.by === 'owner' && of.key === undefined)) {
    return words(of.by === 'layer' ? 'graph.group.more' : 'graph.group.nobody', { count: size });
  }
  if (of.by === 'namespace') return of.key || words('graph.group.noNamespace');
  return refAt(of.key ?? '').name;
}

export function textOf(node: DrawnNode, world: GraphWorld, words: Words): BoxText {
  if (node.type === 'group') {
    const counts = countsText(node, words);
    const isNamed = node.of.by !== 'layer' && node.of.key !== undefined;
    const says = isNamed ? words('graph.group.says', { count: node.size, counts }) : counts;
    return { title: groupTitle(node, words), says };
  }
  const text = oneText(node.node, world, words);
  if (!node.inside) return text;
  return { ...text, says: words('graph.box.inside', { says: text.says, count: node.inside.size }) };
}

/** What its shape shows: of a group, what needs attention most. */
export function stateOfBox(node: DrawnNode): StateName | undefined {
  return node.type === 'group' ? worstOf(node.states) : node.node.state;
}
