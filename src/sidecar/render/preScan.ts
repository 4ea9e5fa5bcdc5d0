import { isUtf8 } from 'node:buffer';
import { type Stats, statSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import { parseYaml, splitDocuments, YamlError } from './manifestText.ts';
import { pluginReferencesOf, type Reference, referencesOf } from './references.ts';

/** A build that must not start. The message names file, field and value. */
export class BuildRefused extends Error {}

/** The names under which kustomize looks for its file, in its order. */
export const kustomizationNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

const maxKustomizations = 2000;
const maxFiles = 20_000;
/** Entries of folders that are looked at to find manifests. */
const maxEntries = 50_000;
/** Bytes of one YAML file that is read as manifests. */
export const maxManifest = 16 * 1024 * 1024;
const maxKustomization = 1024 * 1024;

/** What a build reads: absolute paths, in no order. */
export interface Reached {
  files: Set<string>;
  /** Those that are looked for files, whether they have any or not. */
  folders: Set<string>;
}

/**
 * Walks every kustomization that a build of `folder` would read and refuses, before kustomize starts, whatever names a
 * file outside `root` or a remote address: kustomize itself would read `/etc` through a generator. What cannot be read
 * here without doubt is refused too: kustomize might read it, and otherwise.
 *
 * `components` are the Flux Kustomization's own. A folder without a kustomization reads all manifests below it, as Flux
 * lists them.
 */
export async function preScan(
  root: string,
  folder: string,
  components: readonly string[] = []
): Promise<Reached> {
  const files = new Set<string>();
  const folders = new Set<string>();
  let kustomizations = 0;
  let entries = 0;
  const shown = (path: string) => relative(root, path).split(sep).join('/') || '.';

  const refuse = (file: string, { field, value }: Reference, why: string): never => {
    throw new BuildRefused(`${shown(file)}: ${field} names ${JSON.stringify(value)}, ${why}`);
  };

  function add(file: string): void {
    files.add(file);
    if (files.size > maxFiles) {
      throw new BuildRefused(`more than ${maxFiles} files in one build`);
    }
  }

  /** Whether it has a kustomization. */
  async function scanFolder(path: string): Promise<boolean> {
    if (folders.has(path)) return true;
    const names = await readdir(path).catch((): string[] => []);
    entries += names.length;
    if (entries > maxEntries) {
      throw new BuildRefused(
        `${shown(path)}: more than ${maxEntries} files and folders to look at`
      );
    }
    folders.add(path);
    const found = kustomizationNames.filter(name => names.includes(name));
    const [name] = found;
    if (name === undefined) return false;
    if (++kustomizations > maxKustomizations) {
      throw new BuildRefused(`more than ${maxKustomizations} kustomizations in one build`);
    }
    for (const each of found) {
      const file = join(path, each);
      if (!statOf(file)?.isFile()) throw new BuildRefused(`${shown(file)}: not a file`);
      add(file);
    }
    await scanFile(join(path, name), path, referencesOf);
    return true;
  }

  /** As Flux does where it writes the kustomization itself. */
  async function scanManifests(path: string): Promise<void> {
    for (const entry of await readdir(path, { withFileTypes: true })) {
      const below = join(path, entry.name);
      if (entry.isDirectory()) {
        if (!(await scanFolder(below))) await scanManifests(below);
      } else if (/\.ya?ml$/.test(entry.name)) {
        add(below);
      }
    }
  }

  async function scanFile(
    file: string,
    folder: string,
    read: (value: unknown) => Reference[]
  ): Promise<void> {
    const source = await readText(file, shown(file));
    for (const document of splitDocuments(source)) {
      const references = readStrictly(() => read(parseYaml(document, { isStrict: true })), file);
      for (const reference of references) await check(file, folder, reference);
    }
  }

  /** Refuses what kustomize could read otherwise: tags of YAML's own, or what our parser finds wrong. */
  function readStrictly(read: () => Reference[], file: string): Reference[] {
    try {
      return read();
    } catch (error) {
      if (error instanceof YamlError) throw new BuildRefused(`${shown(file)}: ${error.message}`);
      throw error;
    }
  }

  async function check(file: string, folder: string, reference: Reference): Promise<void> {
    const { value, leadsTo } = reference;
    const target = join(folder, value);
    const isInside = target === root || target.startsWith(root + sep);
    const isPath = leadsTo === 'inline' || !isRemote(value);
    if (posix.isAbsolute(value) || (isPath && !isInside)) {
      refuse(file, reference, 'which is outside the artifact');
    }
    if (leadsTo === 'inline') return;
    const found = isInside ? statOf(target) : undefined;
    if (!found) {
      if (isRemote(value)) {
        refuse(file, reference, "which is remote: not supported by Lumen's reconciler");
      }
      return;
    }
    if (found.isDirectory()) {
      if (leadsTo === 'kustomization') await scanFolder(target);
      else if (leadsTo === 'configuration') {
        refuse(file, reference, "a folder of plugins: not supported by Lumen's reconciler");
      } else folders.add(target);
      return;
    }
    if (leadsTo === 'kustomization' && found.size > maxManifest) {
      refuse(file, reference, `a file of ${found.size} bytes; ${maxManifest} are read at most`);
    }
    if (files.has(target)) return;
    add(target);
    if (leadsTo === 'configuration') {
      // What it names lies below the kustomization, wherever the configuration itself lies.
      await scanFile(target, folder, pluginReferencesOf);
    }
  }

  if (!(await stat(folder)).isDirectory()) add(folder);
  else if (!(await scanFolder(folder))) await scanManifests(folder);
  for (const component of components) {
    const path = join(folder, component);
    const isInside = path === root || path.startsWith(root + sep);
    if (!isInside) {
      throw new BuildRefused(
        `components names ${JSON.stringify(component)}, which is outside the artifact`
      );
    }
    if (await stat(path).catch(() => undefined)) await scanFolder(path);
  }
  return { files, folders };
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

/** Undefined where nothing is, and where no file could be called so. Many times faster than waiting for each. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** kustomize takes UTF-16 for text as well, and would see other names in it than we do. */
async function readText(file: string, shown: string): Promise<string> {
  const { size } = await stat(file);
  if (size > maxKustomization) {
    throw new BuildRefused(`${shown}: ${size} bytes; a kustomization may have ${maxKustomization}`);
  }
  const bytes = await readFile(file);
  if (!isUtf8(bytes) || bytes.includes(0)) throw new BuildRefused(`${shown}: not a text in UTF-8`);
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}
