import type { Clock } from '../../core/kubernetes/informerLoop.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { type ObjectRef, toRef } from '../../core/kubernetes/ref.ts';
import type { ClusterGraph } from './clusterGraph.ts';

/** Puts what was read into the graph, in its order and in pieces that leave the page free. */
export interface ObjectFeed {
  set(object: KubernetesObject): void;
  delete(ref: ObjectRef): void;
  /** Everything is in. */
  readonly isDrained: boolean;
  close(): void;
}

/** Milliseconds that a piece may take: half a frame. */
const piece = 8;

export function createObjectFeed(
  graph: Pick<ClusterGraph, 'set' | 'delete'>,
  clock: Clock,
  onDrained: () => void
): ObjectFeed {
  let waiting: { ref: ObjectRef; object?: KubernetesObject }[] = [];
  let next = 0;
  let undo: (() => void) | undefined;

  function add(ref: ObjectRef, object?: KubernetesObject): void {
    waiting.push({ ref, object });
    undo ??= clock.after(0, drain);
  }

  function drain(): void {
    undo = undefined;
    const until = clock.now() + piece;
    for (let entry = waiting[next]; entry; entry = waiting[next]) {
      next += 1;
      if (entry.object) graph.set(entry.object);
      else graph.delete(entry.ref);
      if (clock.now() >= until && next < waiting.length) {
        undo = clock.after(0, drain);
        return;
      }
    }
    waiting = [];
    next = 0;
    onDrained();
  }

  return {
    set: object => add(toRef(object), object),
    delete: ref => add(ref),
    get isDrained() {
      return waiting.length === 0;
    },
    close: () => undo?.(),
  };
}
