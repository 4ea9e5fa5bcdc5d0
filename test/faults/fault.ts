import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Evidence } from './evidence.ts';

/** A folder of this one: how a fault is made, and what a diagnosis must find. */
export interface Fault {
  id: string;
  says: string;
  /** `flux`: our own reconciler has not the kinds that it needs. */
  world: 'any' | 'flux';
  steps: readonly Step[];
  expected: Expected;
  /** What real Flux said of it; undefined where nobody has recorded it yet. */
  recorded?: Evidence;
}

/** One thing that happens. Objects are named `Kind/name`; they are in the fault's own namespace. */
export interface Step {
  /** Objects that somebody applies; those of Flux get the usual spec. */
  apply?: readonly Record<string, unknown>[];
  /** Texts by path. */
  commit?: Readonly<Record<string, string>>;
  /** Versions of charts that somebody publishes. */
  charts?: readonly FaultChart[];
  /** Tags of images that somebody pushes, by the repository's name. */
  tags?: Readonly<Record<string, readonly string[]>>;
  /** Merge patches by object. */
  patch?: Readonly<Record<string, Record<string, unknown>>>;
  /** What becomes of the Git server. */
  git?: 'down' | 'denied';
  /** What becomes of the registry. */
  registry?: 'denied';
  reconcile?: readonly string[];
  /** Then it waits for these to be ready … */
  ready?: readonly string[];
  /** … or not ready for these reasons … */
  ends?: Readonly<Record<string, string>>;
  /** … or just looks on, for so many seconds. */
  look?: number;
  /** Causes that are right in this step already. */
  expected?: readonly { object: string; rule: string }[];
}

export interface FaultChart {
  name: string;
  version: string;
  /** Texts by path; Chart.yaml is made. */
  files: Readonly<Record<string, string>>;
}

export interface Expected {
  cause?: { object: string; rule: string } | 'none';
  notice?: { object: string; rule: string };
  victims?: readonly { object: string; effect: string }[];
  fresh?: boolean;
  /** The id of the cause's words, where one rule has several. */
  says?: string;
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
        done.replace(
          new RegExp(`(?<!\\w)(?<!(?<!NS)-)${name}(?!\\w|\\.toolkit)`, 'g'),
          `${name}${suffix}`
        ),
      text.replace(/^names:.*$/m, '')
    );
    return named.replace(/\bNS\b/g, namespace);
  };
  const [fault, expected] = texts.map(text => parse(rename(text)));
  const { says } = parse(texts[0] ?? '') as Fault;
  const file = recordedFile(id);
  const recorded = existsSync(file) ? { recorded: parse(readFileSync(file, 'utf8')) } : {};
  return { world: 'any', ...fault, says, id, expected, ...recorded };
}

/** Made by a run on real Flux with RECORD=1, and then `npm run format`. */
export function recordedFile(id: string): string {
  return join(root, id, 'recorded.yaml');
}
