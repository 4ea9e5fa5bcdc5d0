import {
  type Clock,
  type InformerLoop,
  startInformerLoop,
} from '../../core/kubernetes/informerLoop.ts';
import type { InformerPhase } from '../../core/kubernetes/informerPhase.ts';
import { initialState } from '../../core/kubernetes/informerState.ts';
import type { ObjectChange } from '../../core/kubernetes/objectChange.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import type { Connection } from '../headlamp/connection.ts';
import { browserTransport } from './browserTransport.ts';
import type { ObjectsQuery } from './views.ts';

/** The objects of one resource in one or several namespaces, informed until `close`. */
export interface LiveCollection {
  readonly scopes: readonly { namespace: string; phase: InformerPhase }[];
  /** The oldest last word of all scopes, milliseconds of our clock. */
  heardAt(): number | undefined;
  close(): void;
}

export function startCollection(options: {
  connection: Connection;
  clock: Clock;
  resource: Omit<ObjectsQuery, 'namespace' | 'isClusterScoped'>;
  /** [''] for the whole cluster. */
  namespaces: readonly string[];
  /** There are few: the watch may bring them itself, uncompressed and one by one. */
  isShort?: boolean;
  onChanges: (changes: ObjectChange[]) => void;
  onPhase: () => void;
  onAnswer?: (date: number | undefined) => void;
}): LiveCollection {
  const { connection, clock, resource, namespaces, isShort, onChanges, onPhase, onAnswer } =
    options;
  const { labelSelector, fieldSelector, ...at } = resource;
  const scopes = namespaces.map(namespace => ({ namespace, phase: initialState.phase }));
  let snapshot: LiveCollection['scopes'] = scopes.map(scope => ({ ...scope }));

  const loops: InformerLoop[] = scopes.map(scope => {
    const path = resourcePath({ ...at, namespace: scope.namespace });
    const selectors = { labelSelector, fieldSelector };
    return startInformerLoop({
      transport: browserTransport(connection, path, selectors, onAnswer),
      clock,
      isStreamed: isShort,
      onStep(changes, state) {
        if (changes.length > 0) onChanges(changes);
        if (state.phase === scope.phase) return;
        scope.phase = state.phase;
        snapshot = scopes.map(each => ({ ...each }));
        onPhase();
      },
    });
  });

  return {
    get scopes() {
      return snapshot;
    },
    heardAt() {
      const heard = loops.flatMap(loop => loop.state.heardAt ?? []);
      return heard.length === 0 ? undefined : Math.min(...heard);
    },
    close: () => loops.forEach(loop => loop.close()),
  };
}
