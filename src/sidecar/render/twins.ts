import { maskedValue, readMasked, unknownValue } from '../../core/diff/masked.ts';
import { type KubernetesObject, record, text } from '../../core/kubernetes/object.ts';

/**
 * An object rendered three times: with what is there, with other values in place of the secret variables, and with
 * other values in place of those that may not be read. What differs came from them, whatever was done to it on the way.
 */
export interface Twins {
  real: KubernetesObject;
  /** Other secrets. */
  twin: KubernetesObject;
  /** Other unknowns. */
  third: KubernetesObject;
}

/** The masked object once more, with everything hidden that a variable gave and masking could not see. */
export function hideVariables(
  masked: KubernetesObject,
  { real, twin, third }: Twins,
  digest: (path: string, value: unknown) => string
): KubernetesObject {
  if (twin === real && third === real) return masked;
  const hide = (path: string, value: unknown) => maskedValue(digest(path, value));

  function walk(shown: unknown, values: Values, path: string): unknown {
    const [value, secret, unknown] = values;
    const isMapHere = isMap(value) && isMap(shown);
    if (keepsItsShape.has(path) && isMapHere) return walkKnownKeys(shown, values, path);
    // What is unknown stays so: nobody can say whether it changed.
    if (!isAlike(value, unknown)) {
      return unknownValue('variable', digest(path, value));
    }
    if (!isAlike(value, secret)) return readMasked(shown) ? shown : hide(path, value);
    if (isMapHere) {
      return mapEntries(value, key => walk(shown[key], below(values, key), `${path}.${key}`));
    }
    if (Array.isArray(value) && Array.isArray(shown)) {
      return value.map((_, index) =>
        walk(shown[index], below(values, index), `${path}[${nameOf(shown[index])}]`)
      );
    }
    return shown;
  }

  /** Where others look for fields: keys that variables gave go into one hidden entry. */
  function walkKnownKeys(shown: Fields, values: Values, path: string): Fields {
    const [value, ...others] = values.map(record);
    const given = Object.keys(value ?? {}).filter(
      key => !others.every(other => Object.hasOwn(other, key))
    );
    const rest = Object.fromEntries(given.map(key => [key, value?.[key]]));
    const kept = Object.fromEntries(
      Object.entries(value ?? {}).filter(([key]) => !given.includes(key))
    );
    const walked = mapEntries(kept, key => walk(shown[key], below(values, key), `${path}.${key}`));
    return given.length === 0 ? walked : { ...walked, [hide(path, rest)]: hide(path, rest) };
  }

  return walk(masked, [real, twin, third], '') as KubernetesObject;
}

/** Never the position: a value keeps its digest when its list changes. */
function nameOf(item: unknown): string {
  const { name, key } = record(item);
  return text(name) ?? text(key) ?? '';
}

type Fields = Record<string, unknown>;
type Values = readonly [real: unknown, secret: unknown, unknown: unknown];

const keepsItsShape = new Set(['', '.metadata', '.metadata.labels', '.metadata.annotations']);

function below(values: Values, key: string | number): Values {
  const child = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, key)
      ? (value as Record<string | number, unknown>)[key]
      : undefined;
  return [child(values[0]), child(values[1]), child(values[2])];
}

function mapEntries(fields: Fields, change: (key: string) => unknown): Fields {
  return Object.fromEntries(Object.keys(fields).map(key => [key, change(key)]));
}

/** Whether both are the same at this level: leaves equal, maps with the same keys, lists of one length. */
function isAlike(left: unknown, right: unknown): boolean {
  if (Array.isArray(left)) return Array.isArray(right) && left.length === right.length;
  if (isMap(left)) {
    if (!isMap(right)) return false;
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length && keys.every(key => Object.hasOwn(right, key))
    );
  }
  return Object.is(left, right);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? '';
}

/** The keys whose values differ between two maps. */
export function differingKeys(left: unknown, right: unknown): string[] {
  const other = record(right);
  return Object.entries(record(left))
    .filter(([key, value]) => textOf(value) !== textOf(other[key]))
    .map(([key]) => key);
}
