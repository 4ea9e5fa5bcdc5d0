import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type { Rendered } from '../render/render.ts';
import type { ReconcilerContext } from './context.ts';
import type { KustomizationSpec } from './kustomizationSpec.ts';
import type { StatusDraft } from './statusDraft.ts';
import type { HealthReader } from './waitForHealth.ts';

/** What reconciling any Kustomization works with. */
export interface KustomizationOptions extends ReconcilerContext {
  /** Where private copies of artifacts are made. */
  workFolder: string;
  /** Throws `ArtifactGone` where the storage has it no more. */
  fetchArtifact(artifact: { url: string; digest: string }, signal: AbortSignal): Promise<Buffer>;
  unpackArchive(bytes: Buffer, folder: string): Promise<void>;
  /** Throws where `spec.path` is not in the artifact. */
  findPath(root: string, spec: Record<string, unknown>): Promise<unknown>;
  render(input: {
    root: string;
    spec: Record<string, unknown>;
    variables(): Promise<ReadonlyMap<string, string> | undefined>;
    timeout: number;
    signal: AbortSignal;
  }): Promise<Rendered>;
  encryptedMessage(objects: readonly KubernetesObject[]): string | undefined;
  /** Objects of one stage that are tried together. */
  applyConcurrency: number;
  /** Milliseconds between two looks at the health of what was applied. */
  healthInterval: number;
}

/** One reconciliation of a Kustomization. */
export interface Run {
  draft: StatusDraft;
  spec: KustomizationSpec;
  artifact: Record<string, unknown>;
  revision: string;
  readHealth: HealthReader;
  signal: AbortSignal;
}
