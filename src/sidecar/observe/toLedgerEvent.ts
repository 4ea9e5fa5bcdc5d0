import { kustomizeGroup } from '../../core/flux/markers.ts';
import { toEventLines } from '../../core/kubernetes/events.ts';
import { type KubernetesObject, record, text } from '../../core/kubernetes/object.ts';
import type { LedgerEvent } from '../ledger/ledger.ts';

const maxMessage = 4096;
const revisionKeys = [`${kustomizeGroup}/revision`, 'source.toolkit.fluxcd.io/revision'];

/** What the ledger keeps of an Event about a Flux object; undefined where it does not say what it is about. */
export function toLedgerEvent(
  event: KubernetesObject,
  scrub: (text: string) => string,
  now: number
): LedgerEvent | undefined {
  const about = record(event.involvedObject);
  const [kind, name] = [text(about.kind), text(about.name)];
  const [line] = toEventLines([event]);
  if (!kind || !name || !line) return undefined;
  const annotations = event.metadata.annotations ?? {};
  const revision = revisionKeys.map(key => annotations[key]).find(Boolean);
  const at = Date.parse(line.last ?? '');
  return {
    object: `${kind}/${text(about.namespace) ?? ''}/${name}`,
    at: Number.isNaN(at) ? now : at,
    type: line.type,
    reason: line.reason,
    message: scrub(line.message.slice(0, maxMessage)),
    ...(revision ? { revision } : {}),
    ...(line.reporter ? { by: line.reporter } : {}),
    id: line.key,
  };
}
