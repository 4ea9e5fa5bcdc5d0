import { createHash } from 'node:crypto';
import { maskText } from '../../core/diff/mask.ts';
import { list } from '../../core/kubernetes/object.ts';
import { refText } from '../../core/kubernetes/ref.ts';
import type { BuildObject } from '../ledger/ledger.ts';
import { canonicalJson } from './canonicalJson.ts';
import type { ArtifactFiles } from './inputs.ts';
import { childrenIn, childrenOf, type Wanted } from './kustomizationTree.ts';
import { BuildRefused, preScan, type Reached } from './preScan.ts';
import { buildReached, CopyFailed } from './reachedBuild.ts';
import { findPath } from './render.ts';
import type { RenderTreeInput } from './renderTreeInput.ts';
import { type MaskedObject, toMaskedObjects } from './toMaskedObjects.ts';
import { findVariables, type Variables } from './variables.ts';

/** What one Kustomization renders to, as far as it could be told. */
export interface NodeRendering {
  key: string;
  inputs?: string;
  reads?: string[];
  /** Hash of `objects`. */
  build?: string;
  failure?: string;
  isPartial?: string;
  isKnown: boolean;
  /** Not of a build that is known. */
  objects: BuildObject[];
  /** Canonical masked JSON by hash. */
  texts: Map<string, string>;
  children: Wanted[];
}

/** To be raised where the same input would give another result. */
const rendererVersion = 1;
const mostReads = 1000;

interface NodeOptions extends RenderTreeInput {
  files: ArtifactFiles;
  /** Lets one build at a time run. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

/** Renders one Kustomization, or finds out that this was done before. */
export async function renderNode(wanted: Wanted, options: NodeOptions): Promise<NodeRendering> {
  const { masking, signal } = options;
  const ref = { group: '', kind: 'Kustomization', namespace: wanted.namespace, name: wanted.name };
  const reading = { ...wanted, postBuild: wanted.spec.postBuild, read: options.variables, signal };
  const [reached, variables] = await Promise.all([
    reach(wanted, options),
    findVariables({ ...reading, masking: masking(ref, []) }),
  ]);
  const inputs = reached.inputs && (await options.files.hashOf(reached.inputs));
  const secrets = [...wanted.secrets, ...variables.secrets];
  const key = renderKey(wanted, inputs ?? '', variables, options);
  const paths = reached.inputs && options.files.pathsOf(reached.inputs);
  // Of more, most of what a revision takes in the ledger would be their names.
  const isListed = paths && paths.length <= mostReads;
  // Nor is a component listed that may be missing.
  const reads = isListed && wanted.spec.ignoreMissingComponents !== true ? paths : undefined;
  const nothing = {
    key,
    inputs,
    reads,
    objects: [],
    texts: new Map<string, string>(),
    children: [],
  };
  const fail = (error: unknown): NodeRendering => {
    signal.throwIfAborted();
    if (error instanceof CopyFailed) throw error;
    const said = error instanceof Error ? error.message : String(error);
    return { ...nothing, failure: maskText(said, secrets), isKnown: false };
  };
  if (wanted.obstacle !== undefined) {
    return fail(`not rendered: ${wanted.obstacle} holds a variable that may not be read`);
  }
  if (!reached.inputs) return fail(reached.failure);

  const known = await options.known(key);
  if (known?.build !== undefined && known.failure === undefined) {
    const texts = await options.kustomizationsOf(known.build);
    const children = childrenIn(texts.values()) ?? options.children.get(key);
    if (children) {
      const { build, isPartial } = known;
      return { ...nothing, build, isPartial, isKnown: true, children };
    }
  }
  /** Nothing that was hashed alone tells when this is to be done again. */
  const keyOfWhole = async () => {
    const all = await options.files.hashOf(await options.files.all());
    // What of it is read, nobody knows.
    return { inputs: all, reads: undefined, key: renderKey(wanted, all, variables, options) };
  };
  try {
    const { inputs: read } = reached;
    const built = await options.inTurn(() => buildReached(wanted.spec, read, options));
    const objects = toMaskedObjects(built.documents, variables, {
      spec: wanted.spec,
      masking: object => masking(object, secrets),
    });
    const texts = new Map<string, string>();
    const entries = objects.map(({ ref, text, document }) => {
      const hash = createHash('sha256').update(text).digest('hex');
      texts.set(hash, text);
      const file = built.files[document];
      return { ref, hash, ...(file === undefined ? {} : { file }) };
    });
    const build = createHash('sha256').update(canonicalJson(entries)).digest('hex');
    const children = childrenOf(objects, secrets);
    const final = { ...nothing, ...(built.isWhole ? await keyOfWhole() : {}) };
    if (!childrenIn(texts.values())) options.children.set(final.key, children);
    return {
      ...final,
      objects: entries,
      texts,
      build,
      isPartial: partial(variables, objects),
      isKnown: false,
      children,
    };
  } catch (error) {
    return fail(error);
  }
}

/** Everything that the build reads; or why it cannot begin. */
async function reach(
  { spec }: Wanted,
  { files }: NodeOptions
): Promise<{ inputs: Reached; failure?: undefined } | { inputs?: undefined; failure: unknown }> {
  try {
    const folder = await findPath(files.root, spec);
    const components = list(spec.components).map(String);
    return { inputs: await preScan(files.root, folder, components) };
  } catch (error) {
    const isRefused = error instanceof BuildRefused;
    return { failure: isRefused ? new Error(`kustomize build failed: ${error.message}`) : error };
  }
}

/** The part of the spec that the build reads: whatever else changes, the objects stay. */
const builtFields = [
  ...['path', 'targetNamespace', 'namePrefix', 'nameSuffix', 'patches', 'components'],
  ...['ignoreMissingComponents', 'images', 'buildMetadata', 'commonMetadata', 'decryption'],
];

function renderKey(
  { spec, tainted, unknown, secrets }: Wanted,
  inputs: string,
  variables: Variables,
  { tool, masking }: NodeOptions
): string {
  // What is digested keeps neither variables nor secrets that a parent put into the spec.
  const probe = masking({ group: '', kind: 'Kustomization', namespace: '', name: '' }, []);
  const facts = {
    renderer: [rendererVersion, tool.version],
    inputs,
    spec: Object.fromEntries(builtFields.map(field => [field, spec[field]])),
    variables: variables.digest,
    given: [[...tainted].sort(), [...unknown].sort(), [...secrets].sort()],
  };
  return probe.digest(canonicalJson(facts));
}

/** What of the rendering is not what Flux would apply, in words. */
function partial({ missing }: Variables, objects: readonly MaskedObject[]): string | undefined {
  const guessed = objects.filter(({ isGuessed }) => isGuessed).map(({ ref }) => refText(ref));
  const why = [
    ...(missing === undefined ? [] : [missing]),
    ...(guessed.length > 0
      ? [
          `names that may differ, since they are made of what SOPS has encrypted: ${guessed.join(
            ', '
          )}`,
        ]
      : []),
  ];
  return why.length > 0 ? why.join('; ') : undefined;
}
