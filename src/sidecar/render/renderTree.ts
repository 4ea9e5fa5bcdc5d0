import { type KubernetesObject, text } from '../../core/kubernetes/object.ts';
import { concurrently } from '../concurrently.ts';
import type { RenderedTree, TreeNode } from '../ledger/ledger.ts';
import { createTurns } from '../turns.ts';
import { createArtifactFiles } from './inputs.ts';
import {
  isKustomization,
  keyOf,
  rootsOf,
  sourceOf,
  toWanted,
  type Wanted,
} from './kustomizationTree.ts';
import { leftBehind } from './leftBehind.ts';
import { type NodeRendering, renderNode } from './nodeRendering.ts';
import type { RenderTreeInput } from './renderTreeInput.ts';

export interface TreeRendering extends RenderedTree {
  /** Kustomizations whose build was known. */
  skipped: number;
  rendered: number;
}

const limits = { depth: 20, nodes: 2000, selfRenderings: 5 };
/** Looked at together; kustomize itself runs once at a time, as its memory is bounded for one. */
const concurrency = 8;

/**
 * Everything that a revision of a source renders to, masked. The tree is followed: a child is rendered with the spec that
 * its parent renders. Throws only where nothing can be said at all.
 */
export async function renderTree(input: RenderTreeInput): Promise<TreeRendering> {
  const { source, signal, log, revision } = input;
  const options = { ...input, files: createArtifactFiles(input.root), inTurn: createTurns() };
  const tree: TreeRendering = {
    nodes: [],
    builds: new Map(),
    objects: new Map(),
    skipped: 0,
    rendered: 0,
  };
  const live = new Map(
    input.kustomizations.filter(isKustomization).map(object => [keyOf(object.metadata), object])
  );
  const seen = new Set<string>();
  let level: Placed[] = rootsOf(input.kustomizations, source).map(wanted => ({ wanted }));

  for (let depth = 0; level.length > 0; depth++) {
    const fresh = level.filter(({ wanted }) => {
      const key = keyOf(wanted);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
    const tooBig = sizeProblem(depth, seen.size);
    if (tooBig) log.error('a tree is not rendered whole', { source, revision, error: tooBig });
    const renderings = await concurrently(fresh, concurrency, async ({ wanted }) =>
      tooBig ? { wanted, rendering: notRendered(tooBig) } : renderSettled(wanted, options)
    );
    level = renderings.flatMap(({ wanted, rendering }, index) => {
      keep(tree, wanted, rendering, fresh[index]?.parent);
      return rendering.children
        .map(child => withLive(child, live))
        .filter(child => sourceOf(child) === source)
        .map(child => ({ wanted: child, parent: keyOf(wanted) }));
    });
    if (level.length > 0 || tooBig) continue;
    level = leftBehind({ live, nodes: tree.nodes, source }).map(wanted => ({ wanted }));
  }
  signal.throwIfAborted();
  return tree;
}

function sizeProblem(depth: number, nodes: number): string | undefined {
  if (depth > limits.depth) return `not rendered: more than ${limits.depth} Kustomizations deep`;
  if (nodes > limits.nodes) return `not rendered: more than ${limits.nodes} Kustomizations in all`;
  return undefined;
}

function notRendered(failure: string): NodeRendering {
  return { key: '', failure, isKnown: false, objects: [], texts: new Map(), children: [] };
}

interface Placed {
  wanted: Wanted;
  /** `NAMESPACE/NAME`. */
  parent?: string;
}

interface Settled {
  wanted: Wanted;
  rendering: NodeRendering;
}

/** Renders until it says no more about itself than it was rendered with: the last spec is the one that will hold. */
async function renderSettled(
  first: Wanted,
  options: Parameters<typeof renderNode>[1]
): Promise<Settled> {
  let settled = { wanted: first, rendering: await renderNode(first, options) };
  for (let times = 0; times < limits.selfRenderings; times++) {
    const { rendering } = settled;
    const itself = rendering.children.find(child => keyOf(child) === keyOf(first));
    if (!itself || itself.keepsLive || sourceOf(itself) !== options.source) break;
    const next = await renderNode(itself, options);
    if (next.key === rendering.key) {
      settled = { wanted: itself, rendering };
      break;
    }
    // A spec that cannot be built would not have come to be what is applied next.
    settled = { wanted: itself, rendering: next };
    if (next.failure !== undefined) break;
  }
  return settled;
}

function keep(
  tree: TreeRendering,
  wanted: Wanted,
  rendering: NodeRendering,
  parent: string | undefined
): void {
  const { key, build, failure, inputs, reads, isPartial, isKnown, objects, texts } = rendering;
  const node: TreeNode = {
    kustomization: keyOf(wanted),
    key,
    prune: wanted.spec.prune === true,
    deletionPolicy: text(wanted.spec.deletionPolicy) ?? 'MirrorPrune',
    ...(parent === undefined ? {} : { parent }),
    ...(build === undefined ? {} : { build }),
    ...(failure === undefined ? {} : { failure }),
    ...(inputs === undefined ? {} : { inputs }),
    ...(reads === undefined ? {} : { reads }),
    ...(isPartial === undefined ? {} : { isPartial }),
  };
  tree.nodes.push(node);
  if (isKnown) tree.skipped += 1;
  else tree.rendered += 1;
  if (isKnown || build === undefined) return;
  tree.builds.set(build, objects);
  for (const [hash, canonical] of texts) tree.objects.set(hash, canonical);
}

/** A child that its parent does not apply as it renders it. */
function withLive(child: Wanted, live: ReadonlyMap<string, KubernetesObject>): Wanted {
  const object = live.get(keyOf(child));
  if (!child.keepsLive || !object) return child;
  return { ...toWanted(object), keepsLive: child.keepsLive };
}
