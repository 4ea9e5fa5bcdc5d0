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
import type { Values, Variables } from './variables.ts';

export interface MaskedObject {
  /** As it is shown: a name that a secret variable gave is masked in it. */
  ref: VersionedRef;
  /** Canonical JSON. */
  text: string;
  /** The number of the document that it came from. */
  document: number;
  /** Not masked: for what is rendered next, and never kept. */
  twins: Twins;
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
  const finish = (object: KubernetesObject): KubernetesObject =>
    withCommonMetadata(normalise(object, toBase64), {
      labels: record(common.labels),
      annotations: record(common.annotations),
    });
  return objects.map(({ twins: { real, twin, third }, document }) => {
    const finished = finish(real);
    const twins = {
      real: finished,
      twin: twin === real ? finished : finish(twin),
      third: third === real ? finished : finish(third),
    };
    const object = mask(twins, masking);
    const ref = { ...toRef(object), version: versionOf(object.apiVersion) };
    return { ref, text: canonicalJson(object), document, twins };
  });
}

function mask(twins: Twins, masking: MaskingOptions['masking']): KubernetesObject {
  const { real, twin } = twins;
  const ref = toRef(real);
  const place = refKey(ref);
  const means = masking(ref);
  const digest = (text: string) => means.digest(JSON.stringify([place, text]));
  const masked = maskObject(real, twin === real ? means : { ...means, twin });
  return hideVariables(withoutCiphers(masked, real, digest), twins, digest);
}

function toTwins(document: string, { real, twin, third }: Variables): Twins[] {
  const objects = substituted(document, real);
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
  return isCipher(value) ? value : Buffer.from(value).toString('base64');
}

function isCipher(value: string): boolean {
  return value.startsWith('ENC[AES256_GCM,');
}

/** Data of a Secret that was generated from an encrypted file: Flux would decrypt it first. */
function withoutCiphers(
  masked: KubernetesObject,
  real: KubernetesObject,
  digest: (text: string) => string
): KubernetesObject {
  if (real.apiVersion !== 'v1' || real.kind !== 'Secret') return masked;
  const encrypted = Object.entries(record(real.data)).filter(
    ([, value]) =>
      typeof value === 'string' && Buffer.from(value, 'base64').includes('ENC[AES256_GCM,')
  );
  if (encrypted.length === 0) return masked;
  const unknown = encrypted.map(([key, value]) => [
    key,
    unknownValue('sops', digest(`.data.${key} ${String(value)}`)),
  ]);
  return { ...masked, data: { ...record(masked.data), ...Object.fromEntries(unknown) } };
}
