import { useActions } from '../../actions/useActions.ts';
import type { FluxEntry } from '../../live/views.ts';
import { PlanDialog } from '../action/PlanDialog.tsx';

/** The plan of a reconciliation. What the user may is asked only when it is opened. */
export function ReconcileDialog({ entry, onClose }: { entry: FluxEntry; onClose: () => void }) {
  const actions = useActions(entry);
  return <PlanDialog action="reconcile" {...{ entry, actions, onClose }} />;
}
