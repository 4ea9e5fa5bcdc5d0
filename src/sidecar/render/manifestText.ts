import { createHash } from 'node:crypto';
import { type Document, isAlias, parseDocument, type ScalarTag, stringify, visit } from 'yaml';
import { type KubernetesObject, list, record, text } from '../../core/kubernetes/object.ts';

/** A stream of YAML, one text a document: a line that begins with `---` always ends one. Empty ones are left out. */
export function splitDocuments(stream: string): string[] {
  return stream
    .split(/^---(?:[ \t].*)?$/m)
    .filter(document => document.split('\n').some(line => !/^\s*(#.*)?$/.test(line)));
}

/** A document that is not YAML, or too much of it. `line` counts from 1 within the text. */
export class YamlError extends Error {
  readonly line?: number;

  constructor(message: string, line?: number) {
    super(line === undefined ? message : `yaml: line ${line}: ${message}`);
    this.line = line;
  }
}

/** `yes`, `no`, `on` and `off` are booleans to the parser that Flux reads a substituted text with. */
const oldBooleans: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: /^(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/,
  resolve: text => /^(?:yes|on)$/i.test(text),
};

/** Text in base64, to Flux and kustomize: they have no bytes. */
const binaryText: ScalarTag = {
  tag: 'tag:yaml.org,2002:binary',
  resolve: text => Buffer.from(text, 'base64').toString('utf8'),
};

const maxAliases = 100;

interface ParseOptions {
  /** Its plain words were put in by variables. */
  isSubstituted?: boolean;
  /** Tags that say how to read a value, other than those of JSON's types, are errors. */
  isStrict?: boolean;
  /** A key that stands twice is no error: the last one counts. */
  allowsTwice?: boolean;
}

/** The value of one document. Throws `YamlError`. */
export function parseYaml(
  document: string,
  { isSubstituted = false, isStrict = false, allowsTwice = false }: ParseOptions = {}
): unknown {
  const parsed = parseDocument(document, {
    prettyErrors: false,
    uniqueKeys: !allowsTwice,
    customTags: isSubstituted ? [binaryText, oldBooleans] : [binaryText],
    // `<<` is YAML 1.1, which is what kustomize and Flux read.
    merge: true,
    logLevel: 'silent',
  });
  const [error] = parsed.errors;
  if (error) {
    const before = document.slice(0, error.pos[0]);
    throw new YamlError(error.message, before.split('\n').length);
  }
  if (isStrict) refuseTags(parsed, document);
  if (parsed.contents === null) return null;
  try {
    return parsed.toJS({ maxAliasCount: maxAliases });
  } catch (error) {
    throw new YamlError(error instanceof Error ? error.message : String(error));
  }
}

const plainTags = new Set(['str', 'int', 'float', 'bool', 'null', 'map', 'seq']);

function refuseTags(parsed: Document.Parsed, document: string): void {
  visit(parsed, {
    Node(_key, node) {
      if (isAlias(node) || node.tag === undefined) return;
      const [, name = ''] = /^tag:yaml\.org,2002:(.*)$/.exec(node.tag) ?? [];
      if (plainTags.has(name)) return;
      const before = document.slice(0, node.range?.[0]);
      throw new YamlError(`the tag ${node.tag} is not supported`, before.split('\n').length);
    },
  });
}

export function toYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Characters of YAML; what is made of them takes several times as much. */
const cacheLimit = 4_000_000;
const cache = new Map<string, { value: unknown; size: number }>();
let cached = 0;

/** The same, remembered: most documents of a new revision are those of the last. Callers must not change the value. */
export function parseYamlOnce(document: string, isSubstituted: boolean): unknown {
  const size = document.length;
  if (size > cacheLimit / 16) return parseYaml(document, { isSubstituted });
  const key = `${isSubstituted}${createHash('sha1').update(document).digest('base64')}`;
  const known = cache.get(key);
  const value = known ? known.value : parseYaml(document, { isSubstituted });
  // The oldest is the first in the map: what is used moves to the end.
  cache.delete(key);
  cache.set(key, { value, size });
  if (!known) cached += size;
  for (const [oldest, { size: freed }] of cache) {
    if (cached <= cacheLimit) break;
    cache.delete(oldest);
    cached -= freed;
  }
  return value;
}

/** The objects of a parsed document: itself, or the items of a list. What is no object of a cluster is left out. */
export function toObjects(value: unknown): KubernetesObject[] {
  const fields = record(value);
  const kind = text(fields.kind);
  if (kind?.endsWith('List') && Array.isArray(fields.items)) {
    return list(fields.items).flatMap(toObjects);
  }
  const apiVersion = text(fields.apiVersion);
  if (!kind || !apiVersion || !text(record(fields.metadata).name)) return [];
  if (kind === 'Kustomization' && apiVersion.startsWith('kustomize.config.k8s.io/')) return [];
  return [fields as KubernetesObject];
}
