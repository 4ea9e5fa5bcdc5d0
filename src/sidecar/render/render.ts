import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { kustomizeGroup } from '../../core/flux/markers.ts';
import { substitute, SubstitutionError } from '../../core/flux/substitute.ts';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import { groupOf, refText, toRef, versionOf } from '../../core/kubernetes/ref.ts';
import { buildKustomization, OutOfMemory } from '../../node/kustomize.ts';
import type { Tool } from '../../node/tools.ts';
import { replaceFile, writeKustomization, type WrittenKustomization } from './kustomizationFile.ts';
import { parseYamlOnce, splitDocuments, toObjects, YamlError } from './manifestText.ts';
import { originMetadata } from './origins.ts';
import { BuildRefused, preScan } from './preScan.ts';

/** What a Kustomization's build needs; the folder is a private copy of the artifact and may be changed. */
export interface RenderInput {
  tool: Tool;
  /** The artifact's root. */
  root: string;
  spec: Record<string, unknown>;
  /** Asked once the build is done. Undefined: no substitution at all. */
  variables(): Promise<ReadonlyMap<string, string> | undefined>;
  /** Milliseconds. */
  timeout: number;
  signal: AbortSignal;
}

export interface Rendered {
  objects: KubernetesObject[];
  /** Of the built manifests, as `status.history` names it. */
  digest: string;
}

const limits = { objects: 20_000, output: 64 * 1024 * 1024 };

/** What kustomize-controller would apply, without owner labels. Throws what belongs into the condition, whole. */
export async function renderKustomization(input: RenderInput): Promise<Rendered> {
  const built = await buildManifests(input);
  const variables = await input.variables().catch((error: unknown) => {
    const failure = variablesFailed(built.documents, error);
    if (failure) throw failure;
    return undefined;
  });
  const documents = built.documents.map(source => substituteIn(source, variables));
  const objects = documents.flatMap(({ document, isSubstituted }) =>
    toObjects(parseYamlOnce(document, isSubstituted))
  );
  refuseTooMany(objects);
  const whole = documents.map(({ document }) => document.trim()).join('\n---\n');
  const digest = `sha256:${createHash('sha256').update(whole).digest('hex')}`;
  return { objects, digest };
}

export interface Manifests {
  /** One text an object, before variables. */
  documents: string[];
  /** Of the kustomization that was built, in the private copy. */
  folder: string;
  kustomization: WrittenKustomization;
}

/** What kustomize makes of a private copy: of `spec`, everything before `postBuild`. */
export async function buildManifests(input: Omit<RenderInput, 'variables'>): Promise<Manifests> {
  const { root, spec } = input;
  const folder = await findPath(root, spec);
  const kustomization = await writeKustomization(root, folder, spec);
  return { documents: splitDocuments(await build(input, folder)), folder, kustomization };
}

/** The same build once more, with each object's file in an annotation. */
export async function buildOrigins(
  input: Omit<RenderInput, 'variables'>,
  { folder, kustomization: { file, fields } }: Manifests
): Promise<string[]> {
  const buildMetadata = [...list(fields.buildMetadata), originMetadata];
  await replaceFile(file, { ...fields, buildMetadata });
  return splitDocuments(await build(input, folder));
}

/** Flux asks for the variables at each object: what it says names the first one. Nothing where no object wants any. */
export function variablesFailed(documents: readonly string[], error: unknown): Error | undefined {
  const first = documents.find(source => !isLeftAlone(source));
  if (first === undefined) return undefined;
  const said = error instanceof Error ? error.message : String(error);
  return new Error(`${failedIn(first)}: ${said}`);
}

export function refuseTooMany(objects: readonly unknown[]): void {
  if (objects.length <= limits.objects) return;
  throw new Error(`${objects.length} objects: one Kustomization may have ${limits.objects}`);
}

/** What `spec.path` names: below the root whatever it says, as Flux joins it. Throws where nothing is. */
export async function findPath(root: string, spec: Record<string, unknown>): Promise<string> {
  const parts: string[] = [];
  for (const part of (text(spec.path) ?? '').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  const folder = join(root, ...parts);
  if (!(await stat(folder).catch(() => undefined))) {
    const path = parts.join('/');
    throw new Error(`kustomization path not found: stat ${path}: no such file or directory`);
  }
  return folder;
}

async function build(input: Omit<RenderInput, 'variables'>, folder: string): Promise<string> {
  const { root, tool, timeout, signal } = input;
  try {
    await preScan(root, folder);
    return await buildKustomization({
      tool,
      folder,
      timeout,
      signal,
      maxOutput: limits.output,
      // The scan has refused what leaves the artifact.
      allowFilesAbove: true,
    });
  } catch (error) {
    signal.throwIfAborted();
    const said = error instanceof Error ? error.message : String(error);
    if (error instanceof OutOfMemory) {
      throw new Error(`not built: ${said}: raise --kustomize-memory, and the memory of the pod`);
    }
    // The private folder's name says nothing, and changes at each run.
    const shown = said.replaceAll(root + sep, '').replaceAll(root, '.');
    throw new Error(
      `kustomize build failed: ${error instanceof BuildRefused ? error.message : shown}`
    );
  }
}

/** One document with its variables put in. */
export function substituteIn(
  document: string,
  variables: ReadonlyMap<string, string> | undefined
): { document: string; isSubstituted: boolean } {
  if (!variables) return { document, isSubstituted: false };
  if (isLeftAlone(document)) return { document, isSubstituted: false };
  if (!document.includes('$')) return { document, isSubstituted: true };
  try {
    const substituted = substitute(document, variables, { strict: true });
    parseYamlOnce(substituted, true);
    return { document: substituted, isSubstituted: true };
  } catch (error) {
    const isOurs = error instanceof SubstitutionError || error instanceof YamlError;
    if (!isOurs) throw error;
    const said = error instanceof YamlError ? `YAMLToJSON: ${error.message}` : error.message;
    throw new Error(`${failedIn(document)}: envsubst error: ${said}`);
  }
}

/** Whether the object says that nothing is to be put into it. */
function isLeftAlone(document: string): boolean {
  const key = `${kustomizeGroup}/substitute`;
  if (!document.includes(key)) return false;
  const { labels, annotations } = record(record(parseYamlOnce(document, false)).metadata);
  return [record(labels)[key], record(annotations)[key]].includes('disabled');
}

function failedIn(document: string): string {
  const [object] = toObjects(parseYamlOnce(document, false));
  return `post build failed for '${nameOf(object)}'`;
}

/** As Flux names a resource here: kind, version and group joined with dots, then the name. */
function nameOf(object: KubernetesObject | undefined): string {
  if (!object) return '[noKind].[noVer].[noGrp]/';
  const { apiVersion, kind, metadata } = object;
  const group = groupOf(apiVersion) || '[noGrp]';
  return `${kind}.${versionOf(apiVersion)}.${group}/${metadata.name}`;
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * The first Secret that SOPS has encrypted, in the words of Flux. It looks at the block that SOPS leaves, and has lost
 * it before where the Secret can be read as one: with `stringData`, the cipher itself becomes the value.
 */
export function encryptedMessage(objects: readonly KubernetesObject[]): string | undefined {
  const encrypted = objects.find(({ apiVersion, kind, metadata, sops, data }) => {
    const isReadable = Object.values(record(data)).every(value => base64.test(String(value)));
    const isLeftAlone =
      metadata.annotations?.['kustomize.toolkit.fluxcd.io/decrypt']?.toLowerCase() === 'disabled';
    const isMarked = apiVersion === 'v1' && kind === 'Secret' && sops !== undefined;
    return isMarked && !isReadable && !isLeftAlone;
  });
  if (!encrypted) return undefined;
  const name = refText(toRef(encrypted));
  return `${name} is SOPS encrypted, configuring decryption is required for this secret to be reconciled`;
}
