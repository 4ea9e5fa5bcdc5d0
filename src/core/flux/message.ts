import type { ObjectRef } from '../kubernetes/ref.ts';

/** A piece of a controller's message: words, or words that name an object. */
export interface MessagePart {
  text: string;
  ref?: ObjectRef;
}

export interface ShortMessage {
  parts: MessagePart[];
  /** Whether the whole message says more than the parts do. */
  isCut: boolean;
}

const revisionHash = /@(?:sha1|sha256|sha384|sha512|blake3):([0-9a-f]{7})[0-9a-f]{33,121}/g;
const bareHash = /\b([0-9a-f]{7})[0-9a-f]{33,121}\b/g;
/** What is in a namespace has any name here: who refuses one that Kubernetes does not know says so of it. */
const named =
  /\b([A-Z][A-Za-z0-9]+)\/([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?:\/(\w(?:[\w.:-]*\w)?))?(?![\w/])/g;
/** A line longer than this is cut at a word: nobody reads further in a list. */
const longest = 240;

/** Groups of the built-in kinds that messages name most: the message itself never says the group. */
const groups: Record<string, string> = {
  ConfigMap: '',
  CronJob: 'batch',
  DaemonSet: 'apps',
  Deployment: 'apps',
  GitRepository: 'source.toolkit.fluxcd.io',
  HelmChart: 'source.toolkit.fluxcd.io',
  HelmRelease: 'helm.toolkit.fluxcd.io',
  HelmRepository: 'source.toolkit.fluxcd.io',
  Ingress: 'networking.k8s.io',
  Job: 'batch',
  Kustomization: 'kustomize.toolkit.fluxcd.io',
  Namespace: '',
  OCIRepository: 'source.toolkit.fluxcd.io',
  PersistentVolume: '',
  PersistentVolumeClaim: '',
  Pod: '',
  ReplicaSet: 'apps',
  Secret: '',
  Service: '',
  ServiceAccount: '',
  StatefulSet: 'apps',
};

/** Undefined where the kind alone does not tell it. */
export function groupOfKind(kind: string): string | undefined {
  return Object.hasOwn(groups, kind) ? groups[kind] : undefined;
}

/** The objects that a message may mean beyond the built-in kinds: those the writer of the message applied. */
export type KnownObjects = (kind: string, namespace: string, name: string) => ObjectRef | undefined;

function refOf(match: RegExpMatchArray, known: KnownObjects | undefined): ObjectRef | undefined {
  const [, kind = '', first = '', second] = match;
  const namespace = second === undefined ? '' : first;
  const name = second ?? first;
  const group = groupOfKind(kind);
  const built = group === undefined ? undefined : { group, kind, namespace, name };
  return known?.(kind, namespace, name) ?? built;
}

/**
 * For reading: the first line, hashes cut to seven, the objects in it found. Never reworded beyond
 * that: a person will search for these words.
 */
export function shortenMessage(message: string, known?: KnownObjects): ShortMessage {
  const [firstLine = '', ...others] = message.trim().split('\n');
  let line = firstLine.replace(revisionHash, '@$1').replace(bareHash, '$1').trimEnd();
  const isLong = line.length > longest;
  if (isLong) line = `${line.slice(0, Math.max(line.lastIndexOf(' ', longest), 80))}…`;

  const parts: MessagePart[] = [];
  let end = 0;
  for (const match of line.matchAll(named)) {
    const ref = refOf(match, known);
    if (!ref) continue;
    if (match.index > end) parts.push({ text: line.slice(end, match.index) });
    parts.push({ text: match[0], ref });
    end = match.index + match[0].length;
  }
  if (end < line.length) parts.push({ text: line.slice(end) });
  return { parts, isCut: isLong || others.length > 0 || line !== firstLine };
}
