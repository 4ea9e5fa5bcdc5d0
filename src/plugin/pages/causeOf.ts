import type { Diagnosis } from '../../core/diagnosis/diagnose.ts';
import type { Cause } from '../../core/diagnosis/finding.ts';
import { appliersOf } from '../../core/graph/appliers.ts';
import type { Graph } from '../../core/graph/graph.ts';
import { objectId } from '../../core/graph/nodeId.ts';
import type { DiagnosisView } from '../live/diagnosisStore.ts';

const known = new WeakMap<Diagnosis, ReadonlyMap<string, Cause>>();

/** Looked up once for each diagnosis: a list asks for thousands. */
function causesBy(diagnosis: Diagnosis, graph: Graph): ReadonlyMap<string, Cause> {
  const found = known.get(diagnosis);
  if (found) return found;
  const causes = new Map<string, Cause>();
  // The first one of an object counts: it holds up most.
  const put = (id: string, cause: Cause) => {
    if (!causes.has(id)) causes.set(id, cause);
  };
  for (const cause of diagnosis.causes) put(objectId(cause.object), cause);
  for (const cause of diagnosis.causes) {
    for (const { object, effect } of cause.victims) {
      if (effect === 'broken') put(objectId(object), cause);
    }
    // Ready all the same, where it does not wait for health.
    const shown = objectId(cause.workload ?? cause.object);
    for (const applier of appliersOf(graph, shown)) put(applier, cause);
  }
  known.set(diagnosis, causes);
  return causes;
}

/**
 * What broke the object of this id in the graph, or something that it applied; that may be the object itself. Undefined for what is well, waits,
 * or nobody looked at.
 */
export function causeOf(
  { diagnosis, world }: Pick<DiagnosisView, 'diagnosis' | 'world'>,
  id: string
): Cause | undefined {
  return causesBy(diagnosis, world.graph).get(id);
}
