import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { list, record, text } from '../../core/kubernetes/object.ts';
import { parseYaml, splitDocuments, toYaml, YamlError } from './manifestText.ts';
import { findKustomization, kustomizationNames, maxManifest } from './preScan.ts';
import { foldName } from './references.ts';

type Fields = Record<string, unknown>;

/**
 * Writes the kustomization.yaml that is built: the one of the folder, or one that lists what lies in it, with what the
 * Flux Kustomization's `spec` adds. The folder is a private copy.
 */
export async function writeKustomization(
  root: string,
  folder: string,
  spec: Fields
): Promise<WrittenKustomization> {
  if (!(await stat(folder)).isDirectory()) {
    const shown = `${relative(root, folder).split(sep).join('/')}/${kustomizationNames[0]}`;
    // Said twice, as Flux says it.
    throw new Error(`open ${shown}: not a directory remove ${shown}: not a directory`);
  }
  const existing = await findKustomization(folder);
  const file = existing ?? join(folder, kustomizationNames[0] ?? '');
  const fields = existing
    ? await readKustomization(existing, root)
    : await generateKustomization(folder, root);
  const merged = await mergeSpec(fields, spec, folder);
  await replaceFile(file, merged);
  return { file, fields: merged };
}

export interface WrittenKustomization {
  file: string;
  fields: Fields;
}

/** A new file: the old one may be a link to that of the artifact. */
export async function replaceFile(file: string, fields: Fields): Promise<void> {
  await rm(file, { force: true });
  await writeFile(file, toYaml(fields));
}

async function readKustomization(file: string, root: string): Promise<Fields> {
  const shown = relative(root, file).split(sep).join('/');
  try {
    const all = record(parseYaml(await readFile(file, 'utf8')));
    const fields = Object.fromEntries(
      Object.entries(all).flatMap(([name, value]) => {
        const field = known.get(foldName(name));
        return field === undefined ? [] : [[field, value]];
      })
    );
    // kustomize takes a kustomization without resources for an empty one.
    const isEmpty = list(fields.resources).length === 0;
    return isEmpty ? { ...fields, buildMetadata: ['originAnnotations'] } : fields;
  } catch (error) {
    if (error instanceof YamlError) throw new Error(`${shown}: ${error.message}`);
    throw error;
  }
}

/** What a kustomization may say. Flux writes the file anew, so that what it does not know is left out in silence. */
const fieldNames = [
  ...['apiVersion', 'kind', 'metadata', 'openapi', 'namePrefix', 'nameSuffix', 'namespace'],
  ...['commonLabels', 'labels', 'commonAnnotations', 'patchesStrategicMerge', 'patchesJson6902'],
  ...['patches', 'images', 'imageTags', 'replacements', 'replicas', 'vars', 'sortOptions'],
  ...['resources', 'components', 'crds', 'bases', 'configMapGenerator', 'secretGenerator'],
  ...['helmGlobals', 'helmCharts', 'helmChartInflationGenerator', 'generatorOptions'],
  ...['configurations', 'generators', 'transformers', 'validators', 'buildMetadata'],
];
const known = new Map(fieldNames.map(name => [foldName(name), name]));

/** A folder without a kustomization: every manifest below, and every folder below that has one of its own. */
async function generateKustomization(folder: string, root: string): Promise<Fields> {
  const resources: string[] = [];
  const walk = async (path: string): Promise<void> => {
    const entries = await readdir(path, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const below = join(path, entry.name);
      const shown = `./${relative(folder, below).split(sep).join('/')}`;
      if (entry.isDirectory()) {
        if (await findKustomization(below)) resources.push(shown);
        else await walk(below);
      } else if (/\.ya?ml$/.test(entry.name)) {
        await assertManifest(below, relative(root, below).split(sep).join('/'));
        resources.push(shown);
      }
    }
  };
  await walk(folder);
  const head = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };
  // Without anything kustomize would call the kustomization empty.
  return resources.length > 0 ? { ...head, resources } : { ...head, namespace: '_placeholder' };
}

/** Every document must be an object of a cluster, as Flux demands of a folder that it lists itself. */
async function assertManifest(file: string, shown: string): Promise<void> {
  const fail = (why: string): never => {
    throw new Error(`failed to decode Kubernetes YAML from ${shown}: ${why}`);
  };
  const { size } = await stat(file);
  if (size > maxManifest) fail(`${size} bytes; ${maxManifest} are read at most`);
  const source = await readFile(file, 'utf8');
  let line = 1;
  for (const part of source.split(/^---(?:[ \t].*)?$/m)) {
    const [document] = splitDocuments(part);
    if (document !== undefined) {
      let value: unknown;
      try {
        // A key that stands twice is found by kustomize, and told in its words.
        value = parseYaml(part, { allowsTwice: true });
      } catch (error) {
        if (!(error instanceof YamlError)) throw error;
        const at = error.line === undefined ? '' : `yaml: line ${line + error.line - 1}: `;
        fail(`MalformedYAMLError: ${at}${error.message.replace(/^yaml: line \d+: /, '')}`);
      }
      const { apiVersion, kind, metadata, items } = record(value);
      const isList = String(kind).endsWith('List') && Array.isArray(items);
      if (!isList && !text(record(metadata).name)) {
        const { namespace } = record(metadata);
        const isBare =
          !text(apiVersion) && !text(kind) && Object.keys(record(metadata)).length === 0;
        if (isBare) fail('missing Resource metadata');
        const types = [apiVersion, kind].map(part => text(part) ?? '').join(' ');
        fail(
          `missing metadata.name in object {{${types}} {{ ${text(namespace) ?? ''}} map[] map[]}}`
        );
      }
    }
    line += part.split('\n').length - 1;
  }
}

async function mergeSpec(fields: Fields, spec: Fields, folder: string): Promise<Fields> {
  const merged: Fields = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    ...fields,
  };
  if (text(spec.targetNamespace)) merged.namespace = spec.targetNamespace;
  if (text(spec.namePrefix)) merged.namePrefix = spec.namePrefix;
  if (text(spec.nameSuffix)) merged.nameSuffix = spec.nameSuffix;
  const patches = list(spec.patches).map(record);
  if (patches.length > 0) merged.patches = [...list(fields.patches), ...patches.map(toPatch)];
  const components = await componentsOf(spec, folder);
  if (components.length > 0) merged.components = [...list(fields.components), ...components];
  const images = list(spec.images).map(record);
  if (images.length > 0) merged.images = mergeImages(list(fields.images).map(record), images);
  if (list(spec.buildMetadata).length > 0) merged.buildMetadata = spec.buildMetadata;
  return merged;
}

function toPatch({ patch, target }: Fields): Fields {
  return target === undefined ? { patch } : { patch, target };
}

async function componentsOf(spec: Fields, folder: string): Promise<string[]> {
  const kept: string[] = [];
  for (const component of list(spec.components).map(String)) {
    const isLocal = !/^\/|^[a-z][a-z0-9+.-]*:|@|\?ref=/i.test(component);
    if (!isLocal) throw new Error(`component path '${component}' must be local and relative`);
    const isThere = await stat(join(folder, component)).then(
      () => true,
      () => false
    );
    if (isThere || spec.ignoreMissingComponents !== true) kept.push(component);
  }
  return kept;
}

/** By name; a tag and a digest replace each other together, since an old digest would win over a new tag. */
function mergeImages(existing: Fields[], wanted: Fields[]): Fields[] {
  const merged = existing.map(image => ({ ...image }));
  for (const { name, newName, newTag, digest } of wanted) {
    let image = merged.find(candidate => candidate.name === name);
    if (!image) merged.push((image = { name }));
    if (text(newName)) image.newName = newName;
    if (text(newTag) || text(digest)) {
      delete image.newTag;
      delete image.digest;
      if (text(newTag)) image.newTag = newTag;
      if (text(digest)) image.digest = digest;
    }
  }
  return merged;
}
