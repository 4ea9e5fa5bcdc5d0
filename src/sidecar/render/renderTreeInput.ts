import type { Masking } from '../../core/diff/mask.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type { ObjectRef } from '../../core/kubernetes/ref.ts';
import type { Tool } from '../../node/tools.ts';
import type { TreeNode } from '../ledger/ledger.ts';
import type { Log } from '../log.ts';
import type { KnownChildren } from './knownChildren.ts';
import type { VariableReader } from './variables.ts';

/** What a source's revision is rendered from and with. */
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
  /** Canonical masked JSON by hash, of the Flux Kustomizations in a build that is known. */
  kustomizationsOf(build: string): Promise<Map<string, string>>;
  /** What renderings gave before, where masked JSON does not tell. */
  children: KnownChildren;
  masking(object: ObjectRef, secrets: readonly string[]): Masking;
  tool: Tool;
  signal: AbortSignal;
  /** Milliseconds for one build. */
  timeout: number;
  /** Where private copies are made: on the file system of `root`, links are enough. */
  workFolder: string;
  log: Log;
}
