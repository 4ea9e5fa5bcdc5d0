import { readdir, readFile, stat } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import { parseYaml, splitDocuments } from './manifestText.ts';
import { pluginReferencesOf, type Reference, referencesOf } from './references.ts';

/** A build that must not start. The message names file, field and value. */
export class BuildRefused extends Error {}

/** The names under which kustomize looks for its file, in its order. */
export const kustomizationNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

const maxKustomizations = 2000;
/** Bytes of one YAML file that is read as manifests. */
export const maxManifest = 16 * 1024 * 1024;

/**
 * Walks every kustomization that a build of `folder` would read and refuses, before kustomize starts, whatever names a
 * file outside `root` or a remote address: kustomize itself would read `/etc` through a generator.
 */
export async function preScan(root: string, folder: string): Promise<void> {
  const done = new Set<string>();
  const shown = (path: string) => relative(root, path).split(sep).join('/') || '.';

  const refuse = (file: string, { field, value }: Reference, why: string): never => {
    throw new BuildRefused(`${shown(file)}: ${field} names ${JSON.stringify(value)}, ${why}`);
  };

  async function scanFolder(path: string): Promise<void> {
    if (done.has(path)) return;
    done.add(path);
    if (done.size > maxKustomizations) {
      throw new BuildRefused(`more than ${maxKustomizations} kustomizations in one build`);
    }
    const file = await findKustomization(path);
    if (file) await scanFile(file, path, referencesOf);
  }

  async function scanFile(
    file: string,
    folder: string,
    read: (value: unknown) => Reference[]
  ): Promise<void> {
    const source = await readBounded(file, shown(file));
    for (const document of splitDocuments(source)) {
      let value: unknown;
      try {
        value = parseYaml(document);
      } catch {
        // kustomize names the line better; it cannot follow what it cannot read.
        continue;
      }
      for (const reference of read(value)) await check(file, folder, reference);
    }
  }

  async function check(file: string, folder: string, reference: Reference): Promise<void> {
    const { value, leadsTo } = reference;
    const target = join(folder, value);
    const isInside = target === root || target.startsWith(root + sep);
    if (posix.isAbsolute(value) || (!isRemote(value) && !isInside)) {
      refuse(file, reference, 'which is outside the artifact');
    }
    const found = isInside ? await stat(target).catch(() => undefined) : undefined;
    if (!found) {
      if (isRemote(value)) {
        refuse(file, reference, "which is remote: not supported by Lumen's reconciler");
      }
      return;
    }
    if (leadsTo === 'kustomization') {
      if (found.isDirectory()) await scanFolder(target);
      else if (found.size > maxManifest) {
        refuse(file, reference, `a file of ${found.size} bytes; ${maxManifest} are read at most`);
      }
      return;
    }
    if (leadsTo === 'configuration') {
      if (found.isDirectory()) {
        refuse(file, reference, "a folder of plugins: not supported by Lumen's reconciler");
      }
      if (done.has(target)) return;
      done.add(target);
      await scanFile(target, join(target, '..'), pluginReferencesOf);
    }
  }

  await scanFolder(folder);
}

/** What kustomize may take for a Git repository or a URL, and nothing that it could take for a file here. */
function isRemote(value: string): boolean {
  return (
    /^[a-z][a-z0-9+.-]*::?/i.test(value) ||
    /^[^/]+@[^/]+[:/]/.test(value) ||
    /[?&](ref|version|timeout|submodules)=/.test(value) ||
    /^(www\.)?(github\.com|gitlab\.com|bitbucket\.org|dev\.azure\.com|[a-z0-9-]+(\.[a-z0-9-]+)+\/[^.])/i.test(
      value
    ) ||
    value.includes('//') ||
    /\.git(\/|$)/.test(value)
  );
}

/** The kustomization file of a folder, undefined where it has none. */
export async function findKustomization(folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch((): string[] => []);
  const name = kustomizationNames.find(candidate => names.includes(candidate));
  return name && join(folder, name);
}

async function readBounded(file: string, shown: string): Promise<string> {
  const { size } = await stat(file);
  if (size > 1024 * 1024) {
    throw new BuildRefused(`${shown}: ${size} bytes; a kustomization may have 1048576`);
  }
  return readFile(file, 'utf8');
}
