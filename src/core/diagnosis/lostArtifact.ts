import { fluxCommand } from '../flux/fluxCommand.ts';
import { sourceOf } from '../flux/sourceOf.ts';
import { objectId } from '../graph/nodeId.ts';
import { record, text } from '../kubernetes/object.ts';
import { refText } from '../kubernetes/ref.ts';
import type { Finding } from './finding.ts';
import { found, type Subject } from './subject.ts';

/** Whoever stored it has moved it into place by then. */
const patience = 60_000;

/** A source that says it has stored its artifact, and whose store answers that there is none: it was emptied. */
export function lostArtifact(subject: Subject): Finding | undefined {
  const { object, message, world } = subject;
  const ref = sourceOf(object);
  const source = ref && world.graph.object(objectId(ref));
  const { artifact } = record(source?.status);
  const stored = Date.parse(text(record(artifact).lastUpdateTime) ?? '');
  const isGone = /artifact not found|404 Not Found/i.test(message);
  if (!ref || !isGone || !(world.now - stored > patience)) return undefined;
  return found(subject, 'artifact', {
    object: ref,
    params: { source: refText(ref) },
    command: fluxCommand('reconcile', ref),
  });
}
