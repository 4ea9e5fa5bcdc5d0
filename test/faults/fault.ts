import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A folder of this one: how a fault is made, and what a diagnosis must find. */
export interface Fault {
  id: string;
  says: string;
  /** `flux`: our own reconciler has not the kinds that it needs. */
  world: 'any' | 'flux';
  steps: readonly Step[];
  expected: Expected;
}

/** Objects are named `Kind/name`; they are in the fault's own namespace. */
export interface Step {
  /** Objects that somebody applies; those of Flux get the usual spec. */
  apply?: readonly Record<string, unknown>[];
  /** Texts by path. */
  commit?: Readonly<Record<string, string>>;
  /** Merge patches by object. */
  patch?: Readonly<Record<string, Record<string, unknown>>>;
  /** What becomes of the Git server. */
  git?: 'down' | 'denied';
  reconcile?: readonly string[];
  /** Then it waits for these to be ready … */
  ready?: readonly string[];
  /** … or not ready for these reasons … */
  ends?: Readonly<Record<string, string>>;
  /** … or just looks on, for so many seconds. */
  look?: number;
  /** A cause that is right in this step already. */
  expected?: { object: string; rule: string };
}

export interface Expected {
  cause?: { object: string; rule: string } | 'none';
  notice?: { object: string; rule: string };
  victims?: readonly { object: string; effect: string }[];
  fresh?: boolean;
}

const root = import.meta.dirname;

export const faultIds = readdirSync(root, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name)
  .sort();

/**
 * A fault with its names replaced: all of them carry `suffix`, so that no rule can know them. `NS` is its namespace.
 */
export function readFault(id: string, namespace: string, suffix: string): Fault {
  const texts = ['fault.yaml', 'expected.yaml'].map(file =>
    readFileSync(join(root, id, file), 'utf8')
  );
  const { names = [] } = parse(texts[0] ?? '') as { names?: string[] };
  const rename = (text: string) => {
    const named = names.reduce(
      (done, name) =>
        done.replace(new RegExp(`(?<!\\w)(?<!(?<!NS)-)${name}(?!\\w)`, 'g'), `${name}${suffix}`),
      text.replace(/^names:.*$/m, '')
    );
    return named.replace(/\bNS\b/g, namespace);
  };
  const [fault, expected] = texts.map(text => parse(rename(text)));
  const { says } = parse(texts[0] ?? '') as Fault;
  return { world: 'any', ...fault, says, id, expected };
}
