import type { InformerPhase } from '../../core/kubernetes/informerPhase.ts';

type Name = InformerPhase['name'];

/** Of several collections that make up one view: what the whole may say. The first that is there decides. */
const together: readonly Name[] = ['loading', 'stale', 'live', 'failed', 'forbidden', 'absent'];
/** Of several kinds: what hurts most. */
const worst: readonly Name[] = ['failed', 'stale', 'loading', 'forbidden', 'live', 'absent'];

function first(
  phases: readonly InformerPhase[],
  order: readonly Name[]
): InformerPhase | undefined {
  for (const name of order) {
    const found = phases.filter(phase => phase.name === name);
    if (found.length > 0) return found.reduce(merge);
  }
  return undefined;
}

function merge(a: InformerPhase, b: InformerPhase): InformerPhase {
  if (a.name === 'stale' && b.name === 'stale') return a.since <= b.since ? a : b;
  if (a.name === 'loading' && b.name === 'loading') {
    return { name: 'loading', loaded: a.loaded + b.loaded };
  }
  return a;
}

/** Live as soon as one is and none is stale; forbidden or failed only where nothing was read. */
export function phaseOfScopes(phases: readonly InformerPhase[]): InformerPhase {
  return first(phases, together) ?? { name: 'loading', loaded: 0 };
}

export function worstPhase(phases: readonly InformerPhase[]): InformerPhase {
  return first(phases, worst) ?? { name: 'loading', loaded: 0 };
}
