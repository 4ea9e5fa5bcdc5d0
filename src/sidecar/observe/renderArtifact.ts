import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { kustomizeGroup } from '../../core/flux/markers.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type { ObjectRef } from '../../core/kubernetes/ref.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { TreeRendering } from '../render/renderTree.ts';
import type { RenderTreeInput } from '../render/renderTreeInput.ts';
import type { Artifact } from './observedSource.ts';

/** What rendering needs that does not change from one artifact to the next. */
export interface ArtifactRenderer {
  ledger: Pick<Ledger, 'buildOf' | 'build' | 'objects'>;
  /** `renderTree`, with the program, the variables and the limits that it works with. */
  render(
    input: Pick<
      RenderTreeInput,
      | 'root'
      | 'source'
      | 'revision'
      | 'kustomizations'
      | 'known'
      | 'kustomizationsOf'
      | 'masking'
      | 'signal'
    >
  ): Promise<TreeRendering>;
  /** Throws where it is gone, is not what its digest promises, or does not come in time. */
  fetchArtifact(artifact: { url: string; digest: string }, signal: AbortSignal): Promise<Buffer>;
  /** Throws where the archive is not what it should be. */
  unpackArchive(bytes: Buffer, folder: string): Promise<void>;
  /** Lets one at a time unpack and render. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** A folder of our own. */
  workFolder: string;
  /** Milliseconds that the storage has for the whole artifact; 60,000 unless told. */
  fetchTimeout?: number;
}

/** An artifact that cannot be had, or is not to be unpacked: what the ledger says instead of a tree. */
export class ArtifactProblem extends Error {}

interface ArtifactInput {
  source: string;
  artifact: Artifact;
  kustomizations(): readonly KubernetesObject[];
  masking: RenderTreeInput['masking'];
  signal: AbortSignal;
}

/** Fetches, unpacks and renders; nothing is left on the disk. Throws `ArtifactProblem` for what is wrong with it. */
export async function renderArtifact(
  renderer: ArtifactRenderer,
  input: ArtifactInput
): Promise<TreeRendering> {
  const bytes = await fetchWhole(renderer, input);
  return renderer.inTurn(() => unpackAndRender(renderer, input, bytes));
}

async function fetchWhole(
  { fetchArtifact, fetchTimeout = 60_000 }: ArtifactRenderer,
  { artifact, signal }: ArtifactInput
): Promise<Buffer> {
  const late = AbortSignal.timeout(fetchTimeout);
  try {
    return await fetchArtifact(artifact, AbortSignal.any([signal, late]));
  } catch (error) {
    signal.throwIfAborted();
    const why = late.aborted ? `${artifact.url}: not whole within ${fetchTimeout / 1000} s` : error;
    throw toProblem('the artifact could not be fetched', why);
  }
}

async function unpackAndRender(
  { ledger, workFolder, unpackArchive, render }: ArtifactRenderer,
  { source, artifact, kustomizations, masking, signal }: ArtifactInput,
  bytes: Buffer
): Promise<TreeRendering> {
  signal.throwIfAborted();
  await mkdir(workFolder, { recursive: true, mode: 0o700 });
  const root = await mkdtemp(join(workFolder, 'artifact-'));
  try {
    await unpackArchive(bytes, root).catch((error: unknown) => {
      throw toProblem('the artifact could not be unpacked', error);
    });
    return await render({
      root,
      source,
      revision: artifact.revision,
      kustomizations: kustomizations(),
      known: key => ledger.buildOf(key),
      async kustomizationsOf(build) {
        const objects = (await ledger.build(build)) ?? [];
        const hashes = objects.flatMap(({ ref, hash }) => (isKustomization(ref) ? hash : []));
        return hashes.length > 0 ? ledger.objects(hashes) : new Map<string, string>();
      },
      masking,
      signal,
    });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function isKustomization({ group, kind }: ObjectRef): boolean {
  return group === kustomizeGroup && kind === 'Kustomization';
}

function toProblem(doing: string, why: unknown): ArtifactProblem {
  return new ArtifactProblem(`${doing}: ${why instanceof Error ? why.message : String(why)}`);
}
