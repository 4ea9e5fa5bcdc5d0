import type { Clock } from '../../core/kubernetes/informerLoop.ts';
import type { InformerPhase } from '../../core/kubernetes/informerPhase.ts';
import type { ObjectChange } from '../../core/kubernetes/objectChange.ts';
import type { Connection } from '../headlamp/connection.ts';
import { type LiveCollection, startCollection } from './collection.ts';
import { phaseOfScopes } from './phases.ts';
import type { ObjectsQuery } from './views.ts';

/** What is read of one kind: nothing without a version, else one collection for each namespace. */
export interface KindFeed {
  readonly version: string | undefined;
  readonly scopes: LiveCollection['scopes'] | undefined;
  /** Undefined while nothing is read. */
  readonly phase: InformerPhase | undefined;
  heardAt(): number | undefined;
  setVersion(version: string | undefined): void;
  /** Where to look if the whole cluster is forbidden. */
  setNamespaces(namespaces: readonly string[]): void;
  close(): void;
}

export function createKindFeed(options: {
  /** Which objects; the version is told later. */
  resource: Pick<ObjectsQuery, 'group' | 'plural' | 'labelSelector' | 'fieldSelector'>;
  connection: Connection;
  clock: Clock;
  /** Where the user may list, if the settings of the cluster say; empty for the whole cluster. */
  allowed: readonly string[];
  /** There are few: a list before the watch is not worth its request. */
  isShort?: () => boolean;
  onChanges: (changes: ObjectChange[]) => void;
  /** What was read before is not any more. */
  onClear: () => void;
  onPhase: () => void;
  onAnswer?: (date: number | undefined) => void;
}): KindFeed {
  const { resource, connection, clock, allowed, onChanges, onClear, onPhase, onAnswer } = options;
  let version: string | undefined;
  let wanted: readonly string[] = [];
  let isWholeForbidden = false;
  let running: { of: string; collection: LiveCollection } | undefined;

  function namespaces(): readonly string[] {
    if (allowed.length > 0) return allowed;
    return isWholeForbidden && wanted.length > 0 ? wanted : [''];
  }

  function phase(): InformerPhase | undefined {
    return running && phaseOfScopes(running.collection.scopes.map(scope => scope.phase));
  }

  function restart() {
    const of = JSON.stringify([version, namespaces()]);
    if (running?.of === of) return;
    running?.collection.close();
    running = undefined;
    onClear();
    if (version === undefined) return;
    const collection = startCollection({
      connection,
      clock,
      resource: { ...resource, version },
      namespaces: namespaces(),
      isShort: options.isShort?.(),
      onChanges,
      onPhase() {
        onPhase();
        const [whole] = running?.collection.scopes ?? [];
        if (isWholeForbidden || whole?.namespace !== '' || whole.phase.name !== 'forbidden') return;
        isWholeForbidden = true;
        restart();
      },
      onAnswer,
    });
    running = { of, collection };
  }

  return {
    get version() {
      return version;
    },
    get scopes() {
      return running?.collection.scopes;
    },
    get phase() {
      return phase();
    },
    heardAt: () => running?.collection.heardAt(),
    setVersion(next) {
      version = next;
      restart();
    },
    setNamespaces(next) {
      wanted = next;
      if (isWholeForbidden) restart();
    },
    close: () => running?.collection.close(),
  };
}
