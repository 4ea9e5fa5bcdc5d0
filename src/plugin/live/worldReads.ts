import type { ReadKind } from '../../core/diagnosis/reads.ts';
import { Multimap } from '../../core/graph/multimap.ts';
import type { Clock } from '../../core/kubernetes/informerLoop.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type { ObjectChange } from '../../core/kubernetes/objectChange.ts';
import { type ObjectRef, refKey, toRef } from '../../core/kubernetes/ref.ts';
import type { ResourceTable } from '../../core/kubernetes/servedResources.ts';
import type { Sentence } from '../../core/sentence.ts';
import type { Connection } from '../headlamp/connection.ts';
import { createKindFeed, type KindFeed } from './kindFeed.ts';

/** Objects that a diagnosis wants read; without a namespace, of all. */
export interface WantedRead {
  kind: ReadKind;
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
  /** There are few. */
  isShort?: true;
}

/** What was wanted and is not there to look at. */
export interface Unread {
  /** The kind, and where. */
  what: string;
  why: Sentence;
}

/** Where objects go. One that several reads hold goes when the last of them lets it go. */
interface Sink {
  set(object: KubernetesObject): void;
  delete(ref: ObjectRef): void;
}

/** Reads beside Flux's own kinds, each one once, as long as it is wanted. */
export interface WorldReads {
  /** From now on these and no others. What is not wanted any more is read for a while longer: a rollout comes back. */
  want(reads: readonly WantedRead[]): void;
  /** Whether all objects of the kind in the namespace are read, or all that the selector takes. */
  isRead(ref: ObjectRef, fieldSelector?: string): boolean;
  /** Whether they are on their way. */
  isReading(ref: ObjectRef, fieldSelector?: string): boolean;
  /** Every read has answered, with objects or with a refusal. */
  isComplete(): boolean;
  unread(): Unread[];
  /** A kind is wanted that the cluster does not serve. */
  lacksKinds(): boolean;
  /** What the cluster serves is known, or is news. */
  resolve(): void;
  setNamespaces(namespaces: readonly string[]): void;
  close(): void;
}

interface Running {
  read: WantedRead;
  feed: KindFeed;
  held: Map<string, ObjectRef>;
  unwantedSince?: number;
}

/** Milliseconds for which something that is healthy again is still looked at. */
const lingers = 60_000;

export function createWorldReads(options: {
  connection: Connection;
  clock: Clock;
  allowedNamespaces: readonly string[];
  /** Undefined while nothing is known. */
  served: () => ResourceTable | undefined;
  /** Whether the user may list here. */
  isGranted: () => boolean;
  sinkOf: (kind: ReadKind) => Sink;
  onChange: (kind: ReadKind, changes: readonly ObjectChange[]) => void;
}): WorldReads {
  const { connection, clock, allowedNamespaces, served, isGranted, sinkOf, onChange } = options;
  const running = new Map<string, Running>();
  /** Which reads hold an object. */
  const holders = new Multimap<Running>();
  let namespaces: readonly string[] = [];

  function hold(at: Running, object: KubernetesObject): void {
    const ref = toRef(object);
    const key = refKey(ref);
    at.held.set(key, ref);
    holders.add(key, at);
    sinkOf(at.read.kind).set(object);
  }

  function letGo(at: Running, key: string, ref: ObjectRef): void {
    at.held.delete(key);
    holders.delete(key, at);
    if (holders.has(key)) return;
    sinkOf(at.read.kind).delete(ref);
  }

  function start(read: WantedRead): Running {
    const { kind, namespace } = read;
    const place = served()?.get(`${kind.group}/${kind.kind}`);
    const isWide = namespace === undefined && place?.isNamespaced !== false;
    const at: Running = {
      read,
      held: new Map(),
      feed: createKindFeed({
        resource: {
          group: kind.group,
          plural: place?.plural ?? '',
          labelSelector: read.labelSelector,
          fieldSelector: read.fieldSelector,
        },
        connection,
        clock,
        isShort: () => isGranted() && read.isShort === true,
        allowed: isWide ? allowedNamespaces : namespace === undefined ? [] : [namespace],
        onChanges(changes) {
          for (const change of changes) {
            const ref = toRef(change.object);
            if (change.type === 'deleted') letGo(at, refKey(ref), ref);
            else hold(at, change.object);
          }
          onChange(kind, changes);
        },
        onClear() {
          for (const [key, ref] of [...at.held]) letGo(at, key, ref);
        },
        onPhase: () => onChange(kind, []),
      }),
    };
    if (isWide) at.feed.setNamespaces(namespaces);
    at.feed.setVersion(place?.version);
    return at;
  }

  function end(key: string, at: Running): void {
    running.delete(key);
    at.feed.close();
    for (const [held, ref] of [...at.held]) letGo(at, held, ref);
  }

  const isWanted = ({ unwantedSince }: Running) => unwantedSince === undefined;
  const wanted = () => [...running.values()].filter(isWanted);

  /** How the reads of all objects of a kind in a namespace are doing. */
  function phasesOf({ group, kind, namespace }: ObjectRef, fieldSelector: string | undefined) {
    return [...running.values()].flatMap(({ read, feed }) => {
      const isIt =
        read.kind.kind === kind &&
        read.kind.group === group &&
        !read.labelSelector &&
        read.fieldSelector === fieldSelector;
      const scopes = (isIt && feed.scopes) || [];
      return scopes
        .filter(scope => scope.namespace === '' || scope.namespace === namespace)
        .map(({ phase }) => phase.name);
    });
  }

  return {
    want(reads) {
      const keys = new Set<string>();
      for (const read of reads) {
        const key = JSON.stringify(read);
        keys.add(key);
        const at = running.get(key) ?? start(read);
        running.set(key, at);
        at.unwantedSince = undefined;
      }
      for (const [key, at] of [...running]) {
        if (keys.has(key)) continue;
        at.unwantedSince ??= clock.now();
        if (clock.now() - at.unwantedSince > lingers) end(key, at);
      }
    },
    isRead: (ref, fieldSelector) =>
      phasesOf(ref, fieldSelector).some(name => name === 'live' || name === 'stale'),
    isReading: (ref, fieldSelector) => phasesOf(ref, fieldSelector).includes('loading'),
    isComplete: () =>
      served() !== undefined && wanted().every(({ feed }) => feed.phase?.name !== 'loading'),
    unread() {
      const found = new Map<string, Unread>();
      for (const { read, feed } of wanted()) {
        const { kind } = read.kind;
        for (const { namespace, phase } of feed.scopes ?? [{ namespace: '', phase: undefined }]) {
          const why = whyOf(phase, kind);
          const what = namespace ? `${kind} in ${namespace}` : kind;
          if (why) found.set(`${what} ${why.id}`, { what, why });
        }
      }
      return [...found.values()];
    },
    lacksKinds: () => wanted().some(({ feed }) => feed.version === undefined),
    resolve() {
      // A feed has the plural that was known when it began: those without one begin anew.
      for (const [key, at] of [...running]) {
        if (at.feed.version !== undefined) continue;
        end(key, at);
        if (isWanted(at)) running.set(key, start(at.read));
      }
    },
    setNamespaces(next) {
      namespaces = next;
      for (const { read, feed } of running.values()) {
        if (read.namespace === undefined) feed.setNamespaces(next);
      }
    },
    close() {
      for (const [key, at] of [...running]) end(key, at);
    },
  };
}

function whyOf(phase: KindFeed['phase'], kind: string): Sentence | undefined {
  if (!phase || phase.name === 'absent') return { id: 'unread.absent', params: { kind } };
  if (phase.name === 'forbidden') {
    return { id: 'unread.forbidden', params: { verb: phase.verb, kind } };
  }
  if (phase.name === 'failed') {
    return { id: 'unread.failed', params: { kind, said: phase.why.message } };
  }
  return undefined;
}
