import { type Masking, maskObject } from '../../core/diff/mask.ts';
import { unknownValue } from '../../core/diff/masked.ts';
import { withCommonMetadata } from '../../core/flux/commonMetadata.ts';
import { normalise } from '../../core/flux/normalise.ts';
import { type KubernetesObject, record } from '../../core/kubernetes/object.ts';
import {
  type ObjectRef,
  refKey,
  toRef,
  type VersionedRef,
  versionOf,
} from '../../core/kubernetes/ref.ts';
import { canonicalJson } from './canonicalJson.ts';
import { parseYamlOnce, toObjects } from './manifestText.ts';
import { refuseTooMany, substituteIn, variablesFailed } from './render.ts';
import { hideVariables, type Twins } from './twins.ts';
import { type Values, type Variables, withoutMarks } from './variables.ts';

export interface MaskedObject {
  /** As it is shown: a name that a secret variable gave is masked in it. */
  ref: VersionedRef;
  /** Canonical JSON. */
  text: string;
  /** The number of the document that it came from. */
  document: number;
  /** Not masked: for what is rendered next, and never kept. */
  twins: Twins;
  /** A Secret generated from a file that Flux would decrypt first: its name's hash is another there. */
  isGuessed: boolean;
}

interface MaskingOptions {
  spec: Record<string, unknown>;
  masking(object: ObjectRef): Masking;
}

/** What Flux would apply of built documents, without owner labels, each object masked. Throws as Flux would. */
export function toMaskedObjects(
  documents: readonly string[],
  variables: Variables,
  { spec, masking }: MaskingOptions
): MaskedObject[] {
  if (variables.failure !== undefined) {
    const failure = variablesFailed(documents, new Error(variables.failure));
    if (failure) throw failure;
  }
  const objects = documents.flatMap((document, index) =>
    toTwins(document, variables).map(twins => ({ twins, document: index }))
  );
  refuseTooMany(objects);
  const common = record(spec.commonMetadata);
  const isDecrypted = record(spec.decryption).provider !== undefined;
  const finish = (object: KubernetesObject): KubernetesObject => {
    const finished = withCommonMetadata(normalise(object, toBase64), {
      labels: record(common.labels),
      annotations: record(common.annotations),
    });
    // Flux takes it out with what it decrypts.
    if (isDecrypted) delete finished.sops;
    return finished;
  };
  return objects.map(({ twins: { real, twin, third }, document }) => {
    const finished = finish(real);
    const twins = {
      real: finished,
      twin: twin === real ? finished : finish(twin),
      third: third === real ? finished : finish(third),
    };
    const object = mask(twins, masking);
    const ref = { ...toRef(object), version: versionOf(object.apiVersion) };
    const isGuessed = encryptedData(finished).length > 0;
    return { ref, text: canonicalJson(object), document, twins, isGuessed };
  });
}

function mask(twins: Twins, masking: MaskingOptions['masking']): KubernetesObject {
  const { real } = twins;
  const ref = toRef(real);
  const place = refKey(ref);
  const means = masking(ref);
  const digest = (path: string, value: unknown) =>
    means.digest(JSON.stringify([place, path, value]));
  const masked = maskObject(real, means);
  return hideVariables(withoutCiphers(masked, real, digest), twins, digest);
}

function toTwins(document: string, variables: Variables): Twins[] {
  const { real, twin, third } = variables;
  const objects = substitutedSafely(document, variables);
  if (real === undefined || !document.includes('$')) return objects.map(same);
  const others = [twin, third].map(values => {
    try {
      return substituted(document, values);
    } catch {
      // What only the real values make readable is all from them.
      return [];
    }
  });
  return objects.map((object, index) => ({
    real: object,
    twin: sameCount(others[0], objects)?.[index] ?? bare(object),
    third: sameCount(others[1], objects)?.[index] ?? bare(object),
  }));
}

/** What is wrong with a text may quote it: where secrets went in, it is said of one that has others. */
function substitutedSafely(
  document: string,
  { real, twin, secrets }: Variables
): KubernetesObject[] {
  try {
    return substituted(document, real);
  } catch (error) {
    if (secrets.length === 0) throw error;
    const wrong = 'envsubst error: YAMLToJSON: no YAML with the values of secret variables in it';
    try {
      substituted(document, twin);
    } catch (harmless) {
      throw new Error(withoutMarks(harmless instanceof Error ? harmless.message : wrong));
    }
    throw variablesFailed([document], new Error(wrong)) ?? new Error(wrong);
  }
}

function substituted(source: string, values: Values): KubernetesObject[] {
  const { document, isSubstituted } = substituteIn(source, values);
  return toObjects(parseYamlOnce(document, isSubstituted));
}

function same(object: KubernetesObject): Twins {
  return { real: object, twin: object, third: object };
}

function sameCount<T>(others: T[] | undefined, objects: readonly unknown[]): T[] | undefined {
  return others?.length === objects.length ? others : undefined;
}

/** An object of which nothing is the same but what it is. */
function bare({ apiVersion, kind, metadata }: KubernetesObject): KubernetesObject {
  return { apiVersion, kind, metadata: { name: metadata.name } };
}

/** A cipher stays readable as one. */
function toBase64(value: string): string {
  return value.startsWith(cipherStart) ? value : Buffer.from(value).toString('base64');
}

const cipherStart = 'ENC[AES256_GCM,';

/** The entries of a Secret that was generated from encrypted files. */
function encryptedData({ apiVersion, kind, data }: KubernetesObject): [string, string][] {
  if (apiVersion !== 'v1' || kind !== 'Secret') return [];
  return Object.entries(record(data)).flatMap(([key, value]) => {
    const bytes = typeof value === 'string' ? Buffer.from(value, 'base64') : undefined;
    return bytes?.includes(cipherStart) ? [[key, String(value)]] : [];
  });
}

function withoutCiphers(
  masked: KubernetesObject,
  real: KubernetesObject,
  digest: (path: string, value: unknown) => string
): KubernetesObject {
  const encrypted = encryptedData(real);
  if (encrypted.length === 0) return masked;
  const unknown = encrypted.map(([key, value]) => [
    key,
    unknownValue('sops', digest(`.data.${key}`, value)),
  ]);
  return { ...masked, data: { ...record(masked.data), ...Object.fromEntries(unknown) } };
}
