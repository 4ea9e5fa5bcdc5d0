import { parseDuration } from '../core/duration.ts';
import { parseQuantity } from '../core/kubernetes/quantity.ts';

export interface Flags {
  mode: 'apply' | 'observe';
  kubeconfig?: string;
  context?: string;
  namespace: string;
  storagePath?: string;
  storageAddress: Address;
  /** `HOST:PORT` under which others reach the storage; where it is bound unless told. */
  storageAdvertised?: string;
  httpAddress: Address;
  receiverAddress: Address;
  /** Milliseconds. */
  requeueDependency: number;
  concurrency: number;
  kustomize?: string;
  /** Bytes that one kustomize may hold. */
  kustomizeMemory: number;
  /** `HOST:PORT` that artifacts are fetched from instead of the host that their sources name. */
  artifactHost?: string;
  ledger: {
    /** Milliseconds. */
    age?: number;
    /** Of each source. */
    revisions?: number;
    bytes?: number;
  };
}

export interface Address {
  host: string;
  port: number;
}

/** A command line that means nothing. The message names the flag, the value and the way out. */
export class UsageError extends Error {}

const usage: Record<string, { hint: string; read(value: string, flags: Flags): void }> = {
  '--mode': {
    hint: 'apply or observe',
    read(value, flags) {
      if (value !== 'apply' && value !== 'observe') throw new Error();
      flags.mode = value;
    },
  },
  '--kubeconfig': { hint: 'FILE', read: (value, flags) => (flags.kubeconfig = value) },
  '--context': { hint: 'NAME', read: (value, flags) => (flags.context = value) },
  '--namespace': { hint: 'NAME', read: (value, flags) => (flags.namespace = value) },
  '--storage-path': { hint: 'FOLDER', read: (value, flags) => (flags.storagePath = value) },
  '--storage-addr': {
    hint: 'HOST:PORT',
    read: (value, flags) => (flags.storageAddress = toAddress(value)),
  },
  '--storage-adv-addr': {
    hint: 'HOST:PORT',
    read(value, flags) {
      flags.storageAdvertised = value;
    },
  },
  '--http-addr': {
    hint: 'HOST:PORT',
    read: (value, flags) => (flags.httpAddress = toAddress(value)),
  },
  '--receiver-addr': {
    hint: 'HOST:PORT',
    read: (value, flags) => (flags.receiverAddress = toAddress(value)),
  },
  '--requeue-dependency': {
    hint: 'a duration such as 30s',
    read(value, flags) {
      const milliseconds = parseDuration(value);
      if (!milliseconds) throw new Error();
      flags.requeueDependency = milliseconds;
    },
  },
  '--concurrent': {
    hint: 'a number from 1 to 64',
    read(value, flags) {
      const count = Number(value);
      if (!Number.isInteger(count) || count < 1 || count > 64) throw new Error();
      flags.concurrency = count;
    },
  },
  '--kustomize': { hint: 'FILE', read: (value, flags) => (flags.kustomize = value) },
  '--kustomize-memory': {
    hint: 'a number of bytes such as 1Gi, 64Mi at least',
    read: (value, flags) => (flags.kustomizeMemory = toBytes(value, 64)),
  },
  '--artifact-host': {
    hint: 'HOST:PORT',
    read(value, flags) {
      toAddress(value);
      flags.artifactHost = value;
    },
  },
  '--ledger-age': {
    hint: 'a duration such as 2160h',
    read(value, flags) {
      const milliseconds = parseDuration(value);
      if (!milliseconds) throw new Error();
      flags.ledger.age = milliseconds;
    },
  },
  '--ledger-revisions': {
    hint: 'a number of revisions to keep of each source',
    read: (value, flags) => (flags.ledger.revisions = toCount(value)),
  },
  '--ledger-size': {
    hint: 'a number of bytes such as 512Mi, 16Mi at least',
    read: (value, flags) => (flags.ledger.bytes = toBytes(value, 16)),
  },
};

/** `--flag value` and `--flag=value`. Throws `UsageError`. */
export function parseFlags(args: readonly string[]): Flags {
  const anywhere = { host: '127.0.0.1', port: 0 };
  const flags: Flags = {
    mode: 'observe',
    namespace: 'flux-system',
    storageAddress: anywhere,
    httpAddress: anywhere,
    receiverAddress: anywhere,
    requeueDependency: 30_000,
    concurrency: 4,
    kustomizeMemory: 1024 * 1024 * 1024,
    ledger: {},
  };
  for (let index = 0; index < args.length; index++) {
    const [name = '', ...inline] = (args[index] ?? '').split('=');
    const flag = usage[name];
    if (!flag) {
      throw new UsageError(
        `${args[index]}: no such flag; there are ${Object.keys(usage).join(', ')}`
      );
    }
    const value = inline.length > 0 ? inline.join('=') : args[++index];
    if (value === undefined || value === '') {
      throw new UsageError(`${name}: needs a value, ${flag.hint}`);
    }
    try {
      flag.read(value, flags);
    } catch {
      throw new UsageError(`${name} ${value}: must be ${flag.hint}`);
    }
  }
  return flags;
}

function toBytes(value: string, leastMebibytes: number): number {
  const bytes = Number((parseQuantity(value) ?? 0n) / 1_000_000_000n);
  if (bytes < leastMebibytes * 1024 * 1024) throw new Error();
  return bytes;
}

function toCount(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1) throw new Error();
  return count;
}

function toAddress(value: string): Address {
  const match = /^(.*):(\d{1,5})$/.exec(value);
  const port = Number(match?.[2]);
  if (!match || port > 65_535) throw new Error();
  return { host: (match[1] ?? '').replace(/^\[|\]$/g, '') || '0.0.0.0', port };
}
