import type { Fate } from '../../core/flux/fate.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type {
  ChangesEnd,
  ChangesHead,
  KustomizationLine,
  ObjectLine,
} from '../../protocol/changes.ts';
import type { Pair } from './comparison.ts';

interface Lines {
  head: ChangesHead;
  kustomizations: readonly KustomizationLine[];
  pairs: readonly Pair[];
  readObjects(hashes: readonly string[]): Promise<Map<string, string>>;
  fateOf(kustomization: string, object: KubernetesObject): Promise<Fate>;
}

/** Objects that are read at once: as many as this are in memory, however large the change set is. */
const batch = 16;

/** The lines of a change set, each with its newline, read as they are asked for. */
export async function* changeLines(set: Lines): AsyncGenerator<string, void, void> {
  yield toLine(set.head);
  for (const line of set.kustomizations) yield toLine(line);
  for (let at = 0; at < set.pairs.length; at += batch) {
    const pairs = set.pairs.slice(at, at + batch);
    const hashes = new Set(pairs.flatMap(({ left, right }) => [left, right]));
    const texts = await set.readObjects([...hashes].filter(hash => hash !== undefined));
    for (const pair of pairs) yield await objectLine(pair, texts, set);
  }
  const end: ChangesEnd = { type: 'end', objects: set.pairs.length };
  yield toLine(end);
}

async function objectLine(pair: Pair, texts: Map<string, string>, set: Lines): Promise<string> {
  const textOf = (hash: string | undefined): string | undefined => {
    if (hash === undefined) return undefined;
    const text = texts.get(hash);
    // Dropped while it was being sent: without its end the answer says that it is not whole.
    if (text === undefined) throw new Error(`the ledger holds object ${hash} no more`);
    return text;
  };
  const [left, right] = [textOf(pair.left), textOf(pair.right)];
  const { kustomization, was, ref, file, leftFile } = pair;
  const line: ObjectLine = { type: 'object', kustomization, was, ref, file, leftFile };
  if (left !== undefined && right === undefined) {
    line.fate = await set.fateOf(kustomization, JSON.parse(left) as KubernetesObject);
  }
  // The objects are JSON already, and may be a megabyte each.
  const sides = `${left ? `,"left":${left}` : ''}${right ? `,"right":${right}` : ''}`;
  return `${JSON.stringify(line).slice(0, -1)}${sides}}\n`;
}

function toLine(line: ChangesHead | KustomizationLine | ChangesEnd): string {
  return `${JSON.stringify(line)}\n`;
}
