import type { Cause } from '../../../core/diagnosis/finding.ts';
import type { DiagnosisView } from '../../live/diagnosisStore.ts';

/** What concerns the namespaces chosen in Headlamp: what is broken there, or holds up something there. */
export function withinNamespaces(view: DiagnosisView, chosen: ReadonlySet<string>): DiagnosisView {
  if (chosen.size === 0) return view;
  const concerns = ({ object, workload, victims }: Cause) =>
    [object, ...(workload ? [workload] : []), ...victims.map(victim => victim.object)].some(
      ({ namespace }) => chosen.has(namespace)
    );
  const { causes, notices } = view.diagnosis;
  const diagnosis = { causes: causes.filter(concerns), notices: notices.filter(concerns) };
  return { ...view, diagnosis };
}
