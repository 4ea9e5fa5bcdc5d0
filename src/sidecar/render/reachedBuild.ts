import { maskText } from '../../core/diff/mask.ts';
import type { ArtifactFiles } from './inputs.ts';
import { hasOrigins, originOf } from './origins.ts';
import type { Reached } from './preScan.ts';
import { copyReached } from './privateCopy.ts';
import { buildManifests, buildOrigins, type Manifests } from './render.ts';
import type { RenderTreeInput } from './renderTreeInput.ts';

type BuildOptions = Pick<RenderTreeInput, 'tool' | 'timeout' | 'signal' | 'workFolder' | 'log'> & {
  files: ArtifactFiles;
};

/** Nothing that a repository could help: a full disk, say. It is no fact about a revision. */
export class CopyFailed extends Error {}

export interface ReachedBuild {
  documents: string[];
  /** Of each document, in the artifact. */
  files: (string | undefined)[];
  /** Built from the whole artifact. */
  isWhole?: boolean;
}

/**
 * Builds a copy of what is reached. Where that fails, everything is there the next time: a file that the build reads and
 * the walk has missed must not look like a fault of the repository.
 */
export async function buildReached(
  spec: Record<string, unknown>,
  reached: Reached,
  options: BuildOptions
): Promise<ReachedBuild> {
  try {
    return await buildCopy(spec, reached, options);
  } catch (error) {
    options.signal.throwIfAborted();
    if (!isAboutFiles.test(String(error))) throw error;
    const whole = await options.files.all();
    if (whole.files.size === reached.files.size) throw error;
    return { ...(await buildCopy(spec, whole, options)), isWhole: true };
  }
}

/** What kustomize says of what it does not find. */
const isAboutFiles = /no such file|unable to find|not a valid directory|doesn't exist|not found/i;

async function buildCopy(
  spec: Record<string, unknown>,
  reached: Reached,
  { files, tool, timeout, signal, workFolder, log }: BuildOptions
): Promise<ReachedBuild> {
  const copy = await copyReached(files.root, reached, workFolder).catch((error: unknown) => {
    throw new CopyFailed(error instanceof Error ? error.message : String(error));
  });
  try {
    const input = { tool, root: copy.root, spec, timeout, signal };
    const manifests = await buildManifests(input);
    const annotated = hasOrigins(manifests.kustomization.fields)
      ? manifests.documents
      : await buildOrigins(input, manifests).catch((error: unknown) => {
          signal.throwIfAborted();
          log.info('the files of the objects are not known', { error: maskText(String(error)) });
          return [];
        });
    const isSame = annotated.length === manifests.documents.length;
    const folder = pathBelow(copy.root, manifests);
    return {
      documents: manifests.documents,
      files: isSame ? annotated.map(document => originOf(document, folder)) : [],
    };
  } finally {
    await copy.remove();
  }
}

function pathBelow(root: string, { folder }: Manifests): string {
  return folder.slice(root.length).replaceAll('\\', '/').replace(/^\//, '');
}
