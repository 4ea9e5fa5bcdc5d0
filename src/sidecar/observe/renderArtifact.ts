import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RenderTreeInput, TreeRendering } from '../render/renderTree.ts';
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
      | 'objectsOf'
      | 'masking'
      | 'signal'
    >
  ): Promise<TreeRendering>;
  /** Throws where it is gone, is not what its digest promises, or does not come in time. */
  fetchArtifact(artifact: { url: string; digest: string }, signal: AbortSignal): Promise<Buffer>;
  /** Throws where the archive is not what it should be. */
  unpackArchive(bytes: Buffer, folder: string): Promise<void>;
  /** A folder of our own. */
  workFolder: string;
  /** Milliseconds that the storage has for the whole artifact; 60,000 unless told. */
  fetchTimeout?: number;
}

/** An artifact that cannot be had, or is not to be unpacked: what the ledger says instead of a tree. */
export class ArtifactProblem extends Error {}

/** Fetches, unpacks and renders; nothing is left on the disk. Throws `ArtifactProblem` for what is wrong with it. */
export async function renderArtifact(
  renderer: ArtifactRenderer,
  input: {
    source: string;
    artifact: Artifact;
    kustomizations: readonly KubernetesObject[];
    masking: RenderTreeInput['masking'];
    signal: AbortSignal;
  }
): Promise<TreeRendering> {
  const { ledger, fetchTimeout = 60_000 } = renderer;
  const { source, artifact, kustomizations, masking, signal } = input;
  await mkdir(renderer.workFolder, { recursive: true, mode: 0o700 });
  const root = await mkdtemp(join(renderer.workFolder, 'artifact-'));
  const asProblem = (doing: string) => (error: unknown) => {
    signal.throwIfAborted();
    throw new ArtifactProblem(
      `${doing}: ${error instanceof Error ? error.message : String(error)}`
    );
  };
  try {
    const late = AbortSignal.timeout(fetchTimeout);
    const bytes = await renderer
      .fetchArtifact(artifact, AbortSignal.any([signal, late]))
      .catch((error: unknown) => {
        const isLate = late.aborted && !signal.aborted;
        const why = `${artifact.url}: not whole within ${fetchTimeout / 1000} s`;
        return asProblem('the artifact could not be fetched')(isLate ? why : error);
      });
    await renderer
      .unpackArchive(bytes, root)
      .catch(asProblem('the artifact could not be unpacked'));
    return await renderer.render({
      root,
      source,
      revision: artifact.revision,
      kustomizations,
      known: key => ledger.buildOf(key),
      async objectsOf(build) {
        const objects = (await ledger.build(build)) ?? [];
        return ledger.objects(objects.map(({ hash }) => hash));
      },
      masking,
      signal,
    });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
