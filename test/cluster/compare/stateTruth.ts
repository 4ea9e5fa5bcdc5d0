import { fluxState, type StateName } from '../../../src/core/flux/state.ts';
import { conditionOf } from '../../../src/core/kubernetes/conditions.ts';
import { type KubernetesObject, record, text } from '../../../src/core/kubernetes/object.ts';
import type { Side } from './side.ts';

/** The READY and SUSPENDED columns of `flux get`, as the command makes them of an object. */
export function fluxColumns(object: KubernetesObject): { ready: string; suspended: boolean } {
  const ready = conditionOf(object, 'Ready')?.status ?? 'False';
  return { ready, suspended: record(object.spec).suspend === true };
}

/** What READY must say beside each state; the others go with anything. */
const wanted: Partial<Record<StateName, string>> = {
  ready: 'True',
  failing: 'False',
  stalled: 'False',
  pending: 'False',
};

/** Where our state and `flux get` contradict each other; undefined: nowhere. */
function contradiction(object: KubernetesObject, sourceRevision?: string): string | undefined {
  const state = fluxState(object, { sourceRevision });
  const { ready, suspended } = fluxColumns(object);
  const isEnding = object.metadata.deletionTimestamp !== undefined;
  const isSame = isEnding || (state.name === 'suspended') === suspended;
  const asked = state.checking ? undefined : wanted[state.name];
  if (isSame && (asked === undefined || asked === ready)) return undefined;
  const { kind, metadata } = object;
  const columns = `READY ${ready}, SUSPENDED ${suspended}`;
  return `${kind} ${metadata.namespace}/${metadata.name} is ${
    state.name
  }; flux get: ${columns}; ${JSON.stringify(object.status)}`;
}

export interface StateWatch {
  /** Looked at so far. */
  count(): number;
  contradictions(): string[];
  close(): void;
}

/** Looks at every status that a world writes, also those in passing. */
export function watchStates(side: Side): StateWatch {
  const found: string[] = [];
  let count = 0;
  const look = (object: KubernetesObject) => {
    count++;
    const lie = contradiction(object, sourceRevisionOf(side, object));
    if (lie) found.push(`${side.name}: ${lie}`);
  };
  const undo = (['Kustomization', 'GitRepository'] as const).map(kind =>
    side.view(kind).follow(look)
  );
  return {
    count: () => count,
    contradictions: () => found,
    close: () => undo.forEach(end => end()),
  };
}

export function sourceRevisionOf(side: Side, object: KubernetesObject): string | undefined {
  const name = text(record(record(object.spec).sourceRef).name);
  if (!name) return undefined;
  const source = side.view('GitRepository').get(object.metadata.namespace ?? '', name);
  return text(record(record(source?.status).artifact).revision);
}
