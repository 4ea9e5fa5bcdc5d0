import { fluxKindOf } from '../flux/kinds.ts';
import type { FluxState } from '../flux/state.ts';
import { tellingOf } from '../flux/telling.ts';
import type { Edge } from '../graph/edge.ts';
import { conditionOf } from '../kubernetes/conditions.ts';
import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import { type ObjectRef, refText, toRef } from '../kubernetes/ref.ts';
import { kubectlKind } from './describe.ts';
import type { Evidence, Finding, Since } from './finding.ts';
import { type DiagnosisWorld, lastSuccess } from './world.ts';

/** An object that is not ready, as a rule looks at it. */
export interface Subject {
  id: string;
  object: KubernetesObject;
  ref: ObjectRef;
  state: FluxState;
  /** What its controller says of the failure, whole. */
  message: string;
  reason: string;
  edges: readonly Edge[];
  world: DiagnosisWorld;
}

export function toSubject(
  id: string,
  object: KubernetesObject,
  state: FluxState,
  world: DiagnosisWorld
): Subject {
  const told = tellingOf(object, state);
  return {
    id,
    object,
    ref: toRef(object),
    state,
    message: told.message ?? '',
    reason: told.reason ?? '',
    edges: [...world.graph.from(id)],
    world,
  };
}

/** The condition that said it. */
export function saidBy({ ref, message }: Subject): Evidence {
  return { object: ref, seenIn: { type: 'condition', name: 'Ready' }, message };
}

/** Whether it ever did what it is for: an artifact, an applied revision, a release, a scan. */
export function hasWorked(object: KubernetesObject): boolean {
  const status = record(object.status);
  const rows = list(status.history).map(record);
  return (
    text(status.lastAppliedRevision) !== undefined ||
    status.artifact !== undefined ||
    status.lastScanResult !== undefined ||
    status.latestRef !== undefined ||
    text(status.lastPushCommit) !== undefined ||
    rows.some(row => row.status === 'deployed' || row.status === 'superseded')
  );
}

/** A folder of its own that a controller unpacks something in: another one at each try, and nobody's business. */
const unpacked = /(?<=^|[\s'"])(?:\/[\w.-]+)*?\/tmp\/(?:[\w.-]+\/)*?[\w.-]*\d{3,}\//g;

/** The first line, with what goes on with it further in: Helm's templates and hooks tell what was wrong there. */
export function inShort(message: string): string {
  const [first = ''] = message.replace(/\n[ \t]+/g, ' ').split('\n');
  return first.replace(unpacked, '');
}

/** How long it took and of which revision it is, differs at each try: the rest is what went wrong. */
function gistOf(message: string): string {
  return message.replace(/\d+(?:\.\d+)?(?:µs|ms|[smh])|[0-9a-f]{7,}/g, '').trim();
}

/** Since when: the oldest that a history row still tells, or an Event of the same words since it last succeeded. */
function sinceOf({ object, ref, state, message, world }: Subject): Since | undefined {
  const times = [state.since?.atLeast === false ? state.since.time : undefined];
  const [gist, good] = [gistOf(message), lastSuccess(object)];
  for (const event of world.eventsOf?.(ref) ?? []) {
    const first = text(event.firstTimestamp) ?? text(event.eventTime);
    const isSame = event.type === 'Warning' && gistOf(text(event.message) ?? '') === gist;
    if (first && isSame && Date.parse(first) >= good) times.push(first);
  }
  const known = times.flatMap(time => time ?? []).sort((a, b) => Date.parse(a) - Date.parse(b));
  if (known[0]) return { time: known[0], atLeast: false };
  // A Ready condition's time is of the last retry: it only says that it was broken by then.
  const seen = conditionOf(object, 'Ready')?.lastTransitionTime;
  return seen === undefined ? undefined : { time: seen, atLeast: true };
}

/** What a rule says beyond what every finding of its subject has. */
export function found(
  subject: Subject,
  rule: string,
  differs: Partial<Finding> & { params?: Record<string, string | number> } = {}
): Finding {
  const { params, ...rest } = differs;
  const { ref } = subject;
  const flux = fluxKindOf(ref.group, ref.kind);
  const command = flux && `kubectl -n ${ref.namespace} describe ${flux.plural} ${ref.name}`;
  // What is shown to be broken stands before the words: a sentence that names it would say it twice.
  const own = params?.object === refText(rest.object ?? ref) ? '.own' : '';
  const id = `rule.${rule}${own}`;
  return {
    rule,
    object: ref,
    says: params ? { id, params } : { id },
    remedy: params ? { id: `remedy.${rule}`, params } : { id: `remedy.${rule}` },
    command,
    evidence: [saidBy(subject)],
    since: sinceOf(subject),
    ...rest,
  };
}

/** Something that the subject needs and that is nowhere. */
export function foundMissing(
  subject: Subject,
  target: ObjectRef,
  evidence: Evidence[] = [saidBy(subject)]
): Finding {
  const { kind, namespace, name } = target;
  const scope = namespace ? `-n ${namespace} ` : '';
  const params = { kind, name: namespace ? `${namespace}/${name}` : name, by: subject.ref.name };
  return found(subject, 'missing', {
    object: target,
    // It is what is shown to be broken: its name stands before the words.
    says: { id: 'rule.missing.own', params },
    params,
    command: `kubectl ${scope}get ${kubectlKind(target)} ${name}`,
    evidence,
  });
}
