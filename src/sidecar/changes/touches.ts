import type { CommitFacts, TreeNode } from '../ledger/ledger.ts';
import { isWithin, type Side } from './side.ts';

/** What builds read at one revision. */
export interface BuildReads {
  files: ReadonlySet<string>;
  /** Where a new file could be read, and what decides how the builds are specified: nobody can tell without building. */
  near(file: string): boolean;
}

/** Of a Kustomization and what is below it, or of all; `filesOf` are files that are known where no more is. */
export async function readsAt(
  side: Side,
  scope: string | undefined,
  filesOf: (node: TreeNode) => Promise<readonly string[]>
): Promise<BuildReads> {
  const files = new Set<string>();
  const folders: string[] = [];
  const above = new Set<string>();
  let isWhole = true;
  for (const node of side.nodes.values()) {
    const isOwn = scope === undefined || isWithin(side, node.kustomization, scope);
    const isAbove = !isOwn && scope !== undefined && isWithin(side, scope, node.kustomization);
    if (!isOwn && !isAbove) continue;
    // What is missing makes a build fail, and stands in no list.
    if (!node.reads || node.failure !== undefined) isWhole = false;
    for (const path of node.reads ?? (isOwn ? await filesOf(node) : [])) {
      if (path.endsWith('/')) folders.push(path);
      else (isOwn ? files : above).add(path);
    }
  }
  const isBelow = (file: string) =>
    folders.some(folder => folder === '/' || file.startsWith(folder));
  return { files, near: file => !isWhole || above.has(file) || isBelow(file) };
}

/**
 * Whether each commit touches what is read, the newest first; undefined where that is not known. What is read is known
 * at both ends, and so far between them as no commit can have changed it.
 */
export function touchesOf(
  commits: readonly CommitFacts[],
  { from, to }: { from?: BuildReads; to: BuildReads }
): (boolean | undefined)[] {
  const touches = commits.map(({ files }): boolean | undefined => {
    // Read before and after: whatever came between, it is more than likely read there too.
    const isSure = from && files?.some(file => from.files.has(file) && to.files.has(file));
    return isSure ? true : undefined;
  });
  const follow = (order: readonly number[], reads: BuildReads) => {
    for (const index of order) {
      const touch = touchOf(commits[index], reads);
      if (touch !== undefined) touches[index] = touch;
      if (touch !== false) return;
    }
  };
  const order = [...commits.keys()];
  // Where lines of commits meet, what one reads is not what the other leaves.
  const isLine = commits.every(
    ({ parents }, index) =>
      parents?.length === 1 &&
      (index + 1 === commits.length || parents[0] === commits[index + 1]?.hash)
  );
  if (from && isLine) follow(order.toReversed(), from);
  follow(isLine ? order : order.slice(0, 1), to);
  return touches;
}

function touchOf(commit: CommitFacts | undefined, reads: BuildReads): boolean | undefined {
  if (!commit?.files) return undefined;
  if (commit.files.some(file => reads.files.has(file))) return true;
  return commit.files.some(file => reads.near(file)) ? undefined : false;
}
