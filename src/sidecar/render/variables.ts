import { type Masking, maskObject } from '../../core/diff/mask.ts';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import { ApiError } from '../../node/kubernetes/apiError.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';
import { canonicalJson } from './canonicalJson.ts';
import { differingKeys } from './twins.ts';

/** A ConfigMap or Secret that `substituteFrom` names. */
export interface VariableSource {
  kind: 'ConfigMap' | 'Secret';
  namespace: string;
  name: string;
}

/** Its data, decoded; or why there is none: it does not exist, or we may not read it. */
export type SourceData =
  | { state: 'found'; data: Readonly<Record<string, string>> }
  | { state: 'absent' }
  | { state: 'forbidden' };

/** Throws where the API server does not answer: that is no fact about a revision. */
export type VariableReader = (source: VariableSource, signal: AbortSignal) => Promise<SourceData>;

/** Reads variables from the cluster with the rights of `client`. */
export function createVariableReader(client: KubernetesClient): VariableReader {
  return async ({ kind, namespace, name }, signal) => {
    const plural = kind === 'Secret' ? 'secrets' : 'configmaps';
    const path = resourcePath({ group: '', version: 'v1', plural, namespace, name });
    try {
      const { data } = await client.request<KubernetesObject>({ path, signal });
      const decode = (value: string): string =>
        kind === 'Secret' ? Buffer.from(value, 'base64').toString('utf8') : value;
      const entries = Object.entries(record(data));
      return {
        state: 'found',
        data: Object.fromEntries(entries.map(([key, value]) => [key, decode(String(value))])),
      };
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return { state: 'absent' };
      if (error instanceof ApiError && error.status === 403) return { state: 'forbidden' };
      throw error;
    }
  };
}

export type Values = ReadonlyMap<string, string> | undefined;

/** The variables of one Kustomization, three times: see `Twins`. Undefined values: nothing is substituted. */
export interface Variables {
  real: Values;
  twin: Values;
  third: Values;
  /** Values that may be shown to nobody. */
  secrets: string[];
  /** What may not be read, in words. */
  missing?: string;
  /** Why Flux would not build. */
  failure?: string;
  /** Equal where all of this is; without a secret in it. */
  digest: string;
}

interface VariablesInput {
  namespace: string;
  postBuild: unknown;
  /** Names of `postBuild.substitute` whose values came from secret variables of a parent, … */
  tainted: ReadonlySet<string>;
  /** … and from some that may not be read. */
  unknown: ReadonlySet<string>;
  read: VariableReader;
  masking: Masking;
  signal: AbortSignal;
}

/** In the order of Flux: what `substituteFrom` names, the later wins, and then `substitute`. */
export async function findVariables(input: VariablesInput): Promise<Variables> {
  const { namespace, postBuild, tainted, unknown, read, masking, signal } = input;
  const nothing = { real: undefined, twin: undefined, third: undefined, secrets: [], digest: '' };
  if (postBuild === undefined) return nothing;
  const fields = record(postBuild);
  const values = new Map<string, Variable>();
  const facts: unknown[] = [];
  const forbidden: string[] = [];
  for (const { kind: said, name, optional } of list(fields.substituteFrom).map(record)) {
    const kind = said === 'Secret' ? 'Secret' : 'ConfigMap';
    const source = { kind, namespace, name: text(name) ?? '' } as const;
    const found = await read(source, signal);
    const shown = `${kind}/${source.name}`;
    facts.push([shown, found]);
    if (found.state === 'forbidden') forbidden.push(shown);
    if (found.state === 'absent' && optional !== true) {
      const plural = kind === 'Secret' ? 'secrets' : 'configmaps';
      const failure = `substitute from '${shown}' error: ${plural} "${source.name}" not found`;
      return { ...nothing, failure, digest: masking.digest(canonicalJson(facts)) };
    }
    if (found.state !== 'found') continue;
    const hidden = kind === 'Secret' ? undefined : secretKeys(found.data, masking);
    for (const [key, value] of Object.entries(found.data)) {
      values.set(key, { value: withoutLines(value), isSecret: hidden?.has(key) ?? true });
    }
  }
  const own = record(fields.substitute);
  const ownHidden = secretKeys(own, masking);
  for (const [key, value] of Object.entries(own)) {
    values.set(key, {
      value: withoutLines(String(value)),
      isSecret: tainted.has(key) || ownHidden.has(key),
      isUnknown: unknown.has(key),
    });
  }
  facts.push(own, [...tainted].sort(), [...unknown].sort());
  const digest = masking.digest(canonicalJson(facts));
  const isOpen = forbidden.length > 0;
  const isSubstituted = values.size > 0 || fields.substituteStrategy === 'Always' || isOpen;
  if (!isSubstituted) return { ...nothing, digest };
  const secrets = [...values.values()].flatMap(({ value, isSecret }) => (isSecret ? value : []));
  return {
    real: toMap(values, isOpen, (_name, { value }) => value, unknownText),
    twin: toMap(
      values,
      isOpen,
      (name, { value, isSecret }) => (isSecret ? secretText(name, value) : value),
      unknownText
    ),
    third: toMap(values, isOpen, (_name, { value }) => value, otherUnknownText),
    secrets,
    missing: isOpen ? `${forbidden.join(', ')} may not be read` : undefined,
    digest,
  };
}

interface Variable {
  value: string;
  isSecret: boolean;
  isUnknown?: boolean;
}

/** Characters for private use: no manifest has them, and every YAML parser takes them for letters. */
function unknownText(name: string): string {
  return `\u{E001}${name}\u{E001}`;
}

function otherUnknownText(name: string): string {
  return `\u{E002}\u{E002}${name}\u{E002}`;
}

/** Longer than the secret, so that not even a length is shared. */
function secretText(name: string, value: string): string {
  return `\u{E003}${name}\u{E003}`.padEnd(value.length + 1, '\u{E003}');
}

/** A message without the stand-ins of values. */
export function withoutMarks(message: string): string {
  return message.replace(/[\u{E001}-\u{E003}]+[^\u{E001}-\u{E003}]*[\u{E001}-\u{E003}]+/gu, '***');
}

function toMap(
  values: ReadonlyMap<string, Variable>,
  isOpen: boolean,
  textOf: (name: string, variable: Variable) => string,
  unknown: (name: string) => string
): ReadonlyMap<string, string> {
  const entries = [...values].map(
    ([name, variable]) =>
      [name, variable.isUnknown ? unknown(name) : textOf(name, variable)] as const
  );
  return isOpen ? new OpenMap(entries, unknown) : new Map(entries);
}

/** Some variables are not known by name: whatever is asked for and is not there may be one. */
class OpenMap extends Map<string, string> {
  readonly #unknown: (name: string) => string;

  constructor(entries: Iterable<readonly [string, string]>, unknown: (name: string) => string) {
    super(entries);
    this.#unknown = unknown;
  }

  override get(name: string): string {
    return super.get(name) ?? this.#unknown(name);
  }
}

/** A value with line feeds would break the YAML that it is put into. */
function withoutLines(value: string): string {
  return value.replaceAll('\n', '');
}

/** Keys whose values look like secrets wherever they stand. */
function secretKeys(data: Record<string, unknown>, masking: Masking): Set<string> {
  const probe = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'variables' }, data };
  return new Set(differingKeys(data, maskObject(probe, masking).data));
}
