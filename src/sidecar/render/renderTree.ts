import type { Masking } from '../../core/diff/mask.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type { ObjectRef } from '../../core/kubernetes/ref.ts';
import type { Tool } from '../../node/tools.ts';
import type { RenderedTree, TreeNode } from '../ledger/ledger.ts';
import type { Log } from '../log.ts';
import type { VariableReader } from './variables.ts';

export interface RenderTreeInput {
  /** The unpacked artifact. It is read, never changed. */
  root: string;
  /** `KIND/NAMESPACE/NAME`. */
  source: string;
  revision: string;
  /** All that live, of all namespaces. */
  kustomizations: readonly KubernetesObject[];
  variables: VariableReader;
  /** What a render key gave before. */
  known(renderKey: string): Promise<TreeNode | undefined>;
  /** Canonical masked JSON by hash, of a build that is known. */
  objectsOf(build: string): Promise<Map<string, string>>;
  masking(object: ObjectRef, secrets: readonly string[]): Masking;
  tool: Tool;
  signal: AbortSignal;
  /** Milliseconds for one build. */
  timeout: number;
  /** Where private copies are made: on the file system of `root`, links are enough. */
  workFolder: string;
  log: Log;
}

export interface TreeRendering extends RenderedTree {
  /** Kustomizations whose build was known. */
  skipped: number;
  rendered: number;
}

/** Everything that a revision of a source renders to, masked. Throws only where nothing can be said at all. */
export async function renderTree(input: RenderTreeInput): Promise<TreeRendering> {
  input.signal.throwIfAborted();
  return { nodes: [], builds: new Map(), objects: new Map(), skipped: 0, rendered: 0 };
}
