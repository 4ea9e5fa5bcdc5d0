import { type KubernetesObject, record } from '../kubernetes/object.ts';
import { refKey, toRef } from '../kubernetes/ref.ts';
import { maskedValue, readMasked, unknownValue } from './masked.ts';

export { maskedValue, readMasked };

/** What hides a secret: made where the secret was read, so that nothing of it goes any further. */
export interface Masking {
  /** A keyed digest, 32 hex digits. What is given to it names the object and the field along with the value. */
  digest(text: string): string;
  /** Values known to be secret, hidden wherever they appear (8 characters and more). */
  secrets?: readonly string[];
  /** The same object rendered with other values in place of the secret variables: what differs came from them. */
  twin?: KubernetesObject;
  /** Why a text cannot be known here (it holds a variable that may not be read): a word or two, kebab-case. */
  unknown?(text: string): string | undefined;
}

/** The object with every secret in it replaced; the original is not changed. */
export function maskObject(object: KubernetesObject, masking: Masking): KubernetesObject {
  const place = refKey(toRef(object));
  const hide = (path: string, value: unknown) =>
    maskedValue(masking.digest(JSON.stringify([place, path, value])));
  const walk = (value: unknown, path: string, isSecret: boolean, twin: unknown): unknown => {
    if (Array.isArray(value)) {
      const twins = Array.isArray(twin) ? twin : [];
      return value.map((item, index) => walk(item, `${path}[]`, isSecret, twins[index]));
    }
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).map(([key, child]) => {
        const named = key === 'value' ? String(record(value).name ?? '') : key;
        const hidden = isSecret || secretName.test(named);
        return [key, walk(child, `${path}.${key}`, hidden, record(twin)[key])] as const;
      });
      return Object.fromEntries(entries);
    }
    if (value === null || typeof value === 'boolean') return value;
    const why = masking.unknown?.(String(value));
    if (why !== undefined) return unknownValue(why);
    if (typeof value === 'string' && value.startsWith('ENC[')) return unknownValue('sops');
    if (masking.twin !== undefined && twin !== value) return hide(path, value);
    if (isSecret && value !== '') return hide(path, value);
    if (typeof value !== 'string') return value;
    if (value.startsWith('lumen:') || maskText(value, masking.secrets) !== value) {
      return hide(path, value);
    }
    return value;
  };
  const { apiVersion, kind, metadata, ...body } = object;
  const isSecret = apiVersion === 'v1' && kind === 'Secret';
  const masked = Object.entries(body).map(([key, value]) => {
    const hidden = (isSecret && (key === 'data' || key === 'stringData')) || key === 'sops';
    return [key, walk(value, key, hidden, masking.twin?.[key])] as const;
  });
  const annotations = Object.entries(record(metadata.annotations)).map(([key, value]) => {
    const hidden = key === 'kubectl.kubernetes.io/last-applied-configuration';
    const twin = record(masking.twin?.metadata.annotations)[key];
    return [key, walk(value, `metadata.annotations.${key}`, hidden, twin)] as const;
  });
  return {
    apiVersion,
    kind,
    metadata: metadata.annotations
      ? {
          ...metadata,
          annotations: Object.fromEntries(annotations) as Record<string, string>,
        }
      : metadata,
    ...Object.fromEntries(masked),
  };
}

const secretName =
  /(passw(or)?d|passphrase|token|secret|api[-_]?key|private[-_]?key|credentials?)$/i;

/** A message or a line of a log without the secrets in it. */
export function maskText(text: string, secrets: readonly string[] = []): string {
  let masked = text;
  for (const secret of secrets) {
    if (secret.length >= 8) masked = masked.replaceAll(secret, '***');
  }
  return masked
    .replace(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*-----|$)/g, '***')
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1***@')
    .replace(
      /((?:passw(?:or)?d|token|secret|api[-_]?key)["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;]+)/gi,
      '$1***'
    );
}
