import { type KubernetesObject, record } from '../kubernetes/object.ts';
import { refKey, toRef } from '../kubernetes/ref.ts';
import { isEqual, isMap, maxDepth } from './content.ts';
import { type SecretFinder, secretFinder } from './knownSecrets.ts';
import { identitiesOf, nameBy } from './listRules.ts';
import { maskedValue, readMasked, unknownValue } from './masked.ts';
import { below, type Place, rootPlace } from './place.ts';
import { plainText } from './plainText.ts';
import { isDescribing, isReference, isSecretName } from './secretNames.ts';
import { hideInText } from './secretText.ts';

export { readMasked };

/** What hides a secret: made where the secret was read, so that nothing of it goes any further. */
export interface Masking {
  /**
   * A keyed digest, 32 hex digits, of which the first eight name the key: what two keys made says nothing of each
   * other. The text that is given to it names the object and the field along with the value.
   */
  digest(text: string): string;
  /** Values known to be secret, hidden wherever they appear (8 characters and more). */
  secrets?: readonly string[];
}

/** The object with every secret in it replaced (M1 to M9 of SPEC.md); the original is not changed. Never throws. */
export function maskObject(object: KubernetesObject, masking: Masking): KubernetesObject {
  const { apiVersion, kind } = object;
  const ref = toRef({
    apiVersion: plainText(apiVersion),
    kind,
    metadata: { name: '', ...record(object.metadata) },
  });
  const walker = new Walker(masking, refKey(ref));
  const masked = walker.maskMap(object, { ...start, place: rootPlace(apiVersion, kind) });
  // What an object is called is no secret: its address in the API, in every list, event and log.
  const metadata = { ...record(masked.metadata), ...named(record(object.metadata)) };
  const address = isMap(object.metadata) ? { apiVersion, kind, metadata } : { apiVersion, kind };
  return { ...object, ...masked, ...address } as KubernetesObject;
}

function named({ name, namespace, generateName }: Record<string, unknown>) {
  const all = Object.entries({ name, namespace, generateName });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

/** A message or a line of a log without the secrets in it. */
export function maskText(text: string, secrets: readonly string[] = []): string {
  return hideInText(secretFinder(secrets).hide(text, '***'), () => '***', true);
}

/** Where the walk is, and what it knows from above. */
interface Spot {
  /** The identity path: names, never positions, so that a value keeps its digest when its list changes. */
  path: string;
  place: Place;
  /** All that stands here is a secret, whatever it is called. */
  isWhole: boolean;
  /** Below a name that says secret: what does not describe it, is it. */
  isInside: boolean;
  /** Below a name that says reference: names of Secrets, and of keys in them. */
  isPointer: boolean;
  /** In a schema, where properties are called as secrets are, and are none. */
  isSchema: boolean;
  /** How many texts within texts. */
  nesting: number;
}

const start = {
  path: '',
  isWhole: false,
  isInside: false,
  isPointer: false,
  isSchema: false,
  nesting: 0,
};

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
const ciphertext = /ENC\[[A-Z0-9_]{1,20},[^\]]{0,1000000}\]/g;
const ourForm = /lumen:(masked|unknown):/;

class Walker {
  readonly #masking: Masking;
  readonly #finder: SecretFinder;
  readonly #object: string;

  constructor(masking: Masking, object: string) {
    this.#masking = masking;
    this.#finder = secretFinder(masking.secrets);
    this.#object = object;
  }

  maskMap(map: Record<string, unknown>, spot: Spot): Record<string, unknown> {
    const isSecret = map.kind === 'Secret' && (map.apiVersion ?? 'v1') === 'v1';
    const named = typeof map.name === 'string' ? map.name : map.key;
    const isVariable = typeof named === 'string' && isSecretName(named);
    const entries = Object.entries(map).map(([key, child]) => {
      const at = this.#below(spot, key, map);
      if (isSecret && (key === 'data' || key === 'stringData')) at.isWhole = true;
      if (isSecret && key === 'metadata') return [key, this.#maskSecretMetadata(child, at)];
      if (key === 'value' && isVariable && !spot.isSchema) at.isWhole = true;
      if (key === 'sops' && isMap(child) && ('mac' in child || 'lastmodified' in child)) {
        return [key, this.#hide(at, child)];
      }
      return [key, this.#mask(child, at)];
    });
    return Object.fromEntries(entries) as Record<string, unknown>;
  }

  #maskSecretMetadata(metadata: unknown, spot: Spot): unknown {
    const masked = this.#mask(metadata, spot);
    const annotations = record(record(metadata).annotations);
    if (!isMap(masked) || !Object.hasOwn(annotations, lastApplied)) return masked;
    const at = this.#below(this.#below(spot, 'annotations', {}), lastApplied, {});
    const hidden = this.#hide(at, annotations[lastApplied]);
    return { ...masked, annotations: { ...record(masked.annotations), [lastApplied]: hidden } };
  }

  #below(spot: Spot, key: string, siblings: Record<string, unknown>): Spot {
    const { isInside, isPointer } = spot;
    const inSchema = spot.isSchema || key === 'openAPIV3Schema';
    const says = !inSchema && spot.place.key !== 'properties' && isSecretName(key);
    const isName = says && isKeyName(spot.place, key);
    return {
      ...spot,
      path: `${spot.path}.${key}`,
      place: below(spot.place, key),
      isPointer: isPointer || isReference(key) || isName,
      isInside: (isInside && !isDescribing(key, siblings)) || (says && !isName),
      isSchema: inSchema,
    };
  }

  #mask(value: unknown, spot: Spot): unknown {
    if (spot.place.depth > maxDepth) return this.#hide(spot, value);
    if (spot.isWhole && (typeof value !== 'object' || value === null)) {
      return this.#hideLeaf(value, spot);
    }
    if (isMap(value)) return this.maskMap(value, spot);
    if (Array.isArray(value)) return this.#maskList(value, spot);
    if (typeof value === 'number' || typeof value === 'string') return this.#maskLeaf(value, spot);
    return value;
  }

  #maskList(items: readonly unknown[], spot: Spot): unknown[] {
    return items.map((item, index) => {
      const before = items[index - 1];
      const isFlagged =
        typeof before === 'string' && /^--?[A-Za-z][\w-]*$/.test(before) && isSecretName(before);
      const place = below(spot.place, '[]');
      const path = `${spot.path}[${nameOf(item, spot.place)}]`;
      const isWhole = spot.isWhole || (isFlagged && !plainText(item).startsWith('-'));
      return this.#mask(item, { ...spot, path, place, isWhole });
    });
  }

  #maskLeaf(value: string | number, spot: Spot): unknown {
    const said = plainText(value);
    const isSecret = spot.isInside && !spot.isPointer && !spot.isSchema && said !== '';
    if (isSecret && !isTemplate(said) && !isTame(said, spot)) return this.#hideLeaf(value, spot);
    // What looks like our own form is hidden, so that nothing but what was hidden has it; texts within were looked at.
    const isOurs = said.startsWith('lumen:') || ourForm.test(said);
    if (isOurs && spot.nesting > 0) return value;
    if (isOurs) return this.#hide(spot, value);
    if (this.#finder.isIn(said)) return this.#hideKnown(said, spot);
    if (typeof value === 'number') return value;
    if (value.includes('ENC[')) return this.#maskCiphertext(value, spot);
    return spot.isSchema ? value : this.#maskText(value, spot);
  }

  /** In a text of several lines only the lines that hold it, unless it goes over lines itself. */
  #hideKnown(text: string, spot: Spot): unknown {
    const lines = text.split('\n');
    if (lines.length === 1) return this.#hide(spot, text);
    const shown = lines.map(line => (this.#finder.isIn(line) ? this.#hide(spot, line) : line));
    const rest = shown.join('\n');
    return this.#finder.isIn(rest) ? this.#hide(spot, text) : this.#maskText(rest, spot);
  }

  #maskCiphertext(text: string, spot: Spot): string {
    const shown = text.replace(ciphertext, piece =>
      unknownValue('sops', this.#digest(spot.path, piece))
    );
    return this.#maskText(shown, spot);
  }

  #maskText(text: string, spot: Spot): string {
    const json = this.#maskJson(text, spot);
    if (json !== undefined) return json;
    return hideInText(text, (name, piece) =>
      maskedValue(this.#digest(`${spot.path}#${name}`, piece))
    );
  }

  /** A text that is JSON as what it holds; undefined where it is none, or where nothing in it is to be hidden. */
  #maskJson(text: string, spot: Spot): string | undefined {
    if (spot.nesting >= 4 || !/^\s*[[{]/.test(text.slice(0, 100))) return undefined;
    const value = parsed(text);
    if (!isMap(value) && !Array.isArray(value)) return undefined;
    const { apiVersion, kind } = record(value);
    const path = `${spot.path}(${plainText(kind ?? '')})`;
    const place = { ...rootPlace(apiVersion, kind), depth: spot.place.depth };
    const masked = this.#mask(value, { ...start, path, place, nesting: spot.nesting + 1 });
    if (isEqual(masked, value)) return text;
    const indent = /^\s*[[{]\r?\n([ \t]{1,10})/.exec(text)?.[1];
    return JSON.stringify(masked, null, indent) + (text.endsWith('\n') ? '\n' : '');
  }

  /** Whole, but for what nobody could compare. */
  #hideLeaf(value: unknown, spot: Spot): string {
    const ours = readMasked(value);
    if (ours && spot.nesting > 0) return plainText(value);
    const holdsCiphertext = typeof value === 'string' && isEncrypted(value);
    return holdsCiphertext
      ? unknownValue('sops', this.#digest(spot.path, value))
      : this.#hide(spot, value);
  }

  #hide(spot: Spot, value: unknown): string {
    return maskedValue(this.#digest(spot.path, value));
  }

  #digest(path: string, value: unknown): string {
    return this.#masking.digest(JSON.stringify([this.#object, path, value]));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no JSON: its lines are looked at
  }
}

/** An item's name in the identity path: where it has none, only that it is an item. */
function nameOf(item: unknown, place: Place): string {
  if (!isMap(item)) return '';
  for (const identity of identitiesOf(place)) {
    const name = nameBy(item, identity);
    if (name) return name.key;
  }
  return '';
}

/** `secretKey` of an ExternalSecret is a key's name. */
function isKeyName(place: Place, key: string): boolean {
  return key === 'secretKey' && place.group === 'external-secrets.io';
}

/** All of it comes from elsewhere: `${NAME}`, `$(NAME)`, `{{ .Values.x }}`. */
function isTemplate(value: string): boolean {
  return /^(\$\{\w+\}|\$\(\w+\)|\{\{[^{}"']*\}\})$/.test(value);
}

/** `auth: basic` names a way, not a secret. */
function isTame(value: string, { place }: Spot): boolean {
  return /^auths?$/i.test(place.key) && /^[a-z][a-z-]{0,11}$/.test(value);
}

/** Ciphertext of SOPS, as it is or in base64. */
function isEncrypted(value: string): boolean {
  if (value.includes('ENC[AES256_GCM')) return true;
  try {
    return value.length > 32 && atob(value).includes('ENC[AES256_GCM');
  } catch {
    return false; // no base64
  }
}
