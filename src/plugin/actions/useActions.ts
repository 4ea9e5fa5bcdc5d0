import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { ActionName, Plan, PlanOptions } from '../../core/flux/plan.ts';
import type { PlanRun } from '../../core/flux/planRun.ts';
import { refusalOf } from '../../core/flux/refusal.ts';
import type { Sentence } from '../../core/sentence.ts';
import { useAccess } from '../live/useAccess.ts';
import type { FluxEntry } from '../live/views.ts';
import { patchQuery, type PlanPreview, previewPlan, toDenied } from './preview.ts';
import { dismissRun, runOf, runPlan, subscribeRuns } from './runs.ts';

/** Whether a button is to be offered: `hidden` kinds of action make no sense for this object, ever. */
export type Availability =
  | { state: 'enabled' }
  | { state: 'disabled'; why: Sentence }
  | { state: 'hidden' };

export interface Actions {
  can: Readonly<Record<ActionName, Availability>>;
  /** What would happen; changes nothing. Rejects never. */
  preview(action: ActionName, options?: Omit<PlanOptions, 'at' | 'by'>): Promise<PlanPreview>;
  run(plan: Plan): void;
  /** The newest run of this object in this browser, also after it has ended. */
  current?: PlanRun;
  dismiss(): void;
}

/** Refusals that no click and no wait will change. */
const never = new Set(['action.refused.static', 'action.refused.noSuspend']);
/** Of suspend and resume only one is ever offered. */
const otherWay = new Set(['action.refused.isSuspended', 'action.refused.notSuspended']);

export function useActions(entry: FluxEntry): Actions {
  const { cluster, ref, object } = entry;
  const query = useMemo(() => patchQuery(ref), [ref]);
  const access = useAccess(cluster, query);
  const read = useCallback(() => runOf(cluster, ref), [cluster, ref]);
  const current = useSyncExternalStore(subscribeRuns, read);

  return useMemo(() => {
    const availability = (action: ActionName): Availability => {
      const why = refusalOf(action, object);
      if (why && (never.has(why.id) || otherWay.has(why.id))) return { state: 'hidden' };
      if (access.state === 'denied') return { state: 'disabled', why: toDenied(ref) };
      if (why) return { state: 'disabled', why };
      // Where the API server does not say, the click will tell.
      return access.state === 'loading'
        ? { state: 'disabled', why: { id: 'action.asking' } }
        : { state: 'enabled' };
    };
    return {
      can: {
        reconcile: availability('reconcile'),
        suspend: availability('suspend'),
        resume: availability('resume'),
      },
      preview: (action, options = {}) => previewPlan(entry, action, options),
      run: plan => runPlan(cluster, plan),
      ...(current ? { current } : {}),
      dismiss: () => dismissRun(cluster, ref),
    };
  }, [entry, cluster, ref, object, access, current]);
}
