import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parse } from 'yaml';
import { runGit } from '../../node/git.ts';
import type { GitServer } from '../git/gitServer.ts';
import { toFastImport } from './fastImport.ts';
import { type History, toCommits } from './history.ts';

/** The repository's name on the Git server. */
export const homelab = 'hd/homelab';
/** The branch that Flux watches, and that a clone checks out. */
const branch = 'flux';

/** Where the owner's own Flux fetches from. In the demo `flux bootstrap` was run against another server. */
const ownersUrl = 'https://gitea.hdhomelab.com/hd/homelab.git';
const folder = join(import.meta.dirname, 'repository');

/**
 * Makes the bare repository `hd/homelab` with its whole history. The same URL gives the same hashes, always. Answers
 * the hashes of the commits that are held back, the oldest first: to be pushed by `pushHeldBack`.
 */
export async function growHomelab(options: {
  git: GitServer;
  /** What gotk-sync.yaml names as the source: where Flux reaches the Git server. Its own URL unless told. */
  gitUrlForFlux?: string;
  /** So many of the last commits. */
  heldBack?: number;
}): Promise<string[]> {
  const { git, gitUrlForFlux = git.urlOf(homelab), heldBack = 0 } = options;
  const text = await readFile(join(import.meta.dirname, 'history.yaml'), 'utf8');
  const commits = toCommits(parse(text) as History, await readHomelabFiles(gitUrlForFlux));
  await git.create(homelab, { defaultBranch: branch });
  const bare = git.folderOf(homelab);
  const input = `${toFastImport(commits)}\ndone\n`;
  await runGit(['fast-import', '--quiet', '--done'], { folder: bare, input });
  if (heldBack === 0) return [];
  const list = await runGit(['rev-list', `--max-count=${heldBack}`, branch], { folder: bare });
  await runGit(['update-ref', `refs/heads/${branch}`, `${branch}~${heldBack}`], { folder: bare });
  return list.toString().trim().split('\n').reverse();
}

/** Pushes a commit that was held back, as its author would have. */
export async function pushHeldBack(git: GitServer, hash: string): Promise<void> {
  const refspec = `${hash}:refs/heads/${branch}`;
  await runGit(['push', '--quiet', '--end-of-options', git.urlOf(homelab), refspec], {
    folder: git.folderOf(homelab),
  });
}

/** Every file of the repository as it is at the end of its history, by its path. */
export async function readHomelabFiles(gitUrl: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  const files = await Promise.all(
    paths.map(async (path): Promise<[string, string]> => {
      const text = await readFile(join(folder, path), 'utf8');
      return [path, path.endsWith('/gotk-sync.yaml') ? text.replace(ownersUrl, gitUrl) : text];
    })
  );
  return new Map(files);
}
