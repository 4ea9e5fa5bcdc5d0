import type { KubernetesObject } from '../../../src/core/kubernetes/object.ts';

/** One small repository, and what a person does with it. Both worlds get the same, step by step. */
export interface ComparedCase {
  /** The namespace and the repository. Objects without a namespace of their own name it. */
  name: string;
  /** What it shows: the end of the sentence "Flux and Lumen agree on …". */
  says: string;
  /** The source's spec beside address and branch. */
  source?: Record<string, unknown>;
  /** What is there before Git is. */
  before?: readonly KubernetesObject[];
  /** Kustomizations of the repository by name: their specs beside source, interval and the like. */
  kustomizations: Readonly<Record<string, Record<string, unknown>>>;
  steps: readonly Step[];
}

export interface Step {
  /** A commit: texts by path, null removes one. Its list of files is the same in both worlds. */
  commit?: Readonly<Record<string, string | null>>;
  /** Objects that somebody applies by hand. */
  apply?: readonly KubernetesObject[];
  /** Merge patches of Kustomizations by name; null deletes one. */
  patch?: Readonly<Record<string, Record<string, unknown> | null>>;
  /** Settled is: the source's Ready has this reason … */
  source?: string;
  /** … and each Kustomization's Ready has its own; null: it is gone. Children of others count too. */
  ends: Readonly<Record<string, string | null>>;
}

export const applied = 'ReconciliationSucceeded';
