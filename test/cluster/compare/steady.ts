import { fluxState } from '../../../src/core/flux/state.ts';
import { type KubernetesObject, list, record } from '../../../src/core/kubernetes/object.ts';
import type { Side } from './side.ts';
import { sourceRevisionOf } from './stateTruth.ts';

const patience = 150_000;

/** The states that a Kustomization passes while it is reconciled `times` times more: each once. */
export async function statesThrough(
  side: Side,
  namespace: string,
  name: string,
  times: number
): Promise<string[]> {
  const view = side.view('Kustomization');
  const states = new Set<string>();
  const look = (object: KubernetesObject) => {
    if (object.metadata.namespace !== namespace || object.metadata.name !== name) return;
    states.add(fluxState(object, { sourceRevision: sourceRevisionOf(side, object) }).name);
  };
  const total = () =>
    Number(record(list(record(view.get(namespace, name)?.status).history)[0]).totalReconciliations);
  const end = total() + times;
  const stop = view.follow(look);
  try {
    const what = `${side.name}: ${name} is reconciled ${times} times`;
    await view.until(() => (total() >= end ? true : undefined), what, patience);
  } finally {
    stop();
  }
  return [...states];
}
