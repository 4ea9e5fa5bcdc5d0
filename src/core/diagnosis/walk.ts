import { fluxKindOf } from '../flux/kinds.ts';
import { appliersOf } from '../graph/appliers.ts';
import { type Edge, feeding } from '../graph/edge.ts';
import { objectId, refAt } from '../graph/nodeId.ts';
import { conditionOf } from '../kubernetes/conditions.ts';
import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import { refKey, refText, toRef } from '../kubernetes/ref.ts';
import type { Finding } from './finding.ts';
import { rules } from './rules.ts';
import { found, foundMissing, saidBy, type Subject, toSubject } from './subject.ts';
import { namedIn } from './target.ts';
import { makersOf, missingFor, storeOf, workloadTrouble } from './workload.ts';
import { type DiagnosisWorld, stateIn } from './world.ts';

/** The first broken things behind an object that is not well; none where it only waits, or works. */
export interface Walk {
  explain(id: string): readonly Finding[];
}

/** How the walk came to an object: because its health is waited for, or by something that it must give. */
interface Step {
  id: string;
  waitsForHealth: boolean;
}

const broken = new Set(['failing', 'stalled', 'retrying']);

/** `ofController`: what is known of a controller's Deployment; undefined: it is none. */
export function createWalk(
  world: DiagnosisWorld,
  suspects: Iterable<string>,
  ofController: (id: string) => readonly Finding[] | undefined = () => undefined
): Walk {
  const { graph } = world;
  /** Of what each applier applied, only what is not plainly well. */
  const appliedBy = new Map<string, string[]>();
  for (const id of suspects) {
    for (const applier of appliersOf(graph, id)) {
      const ids = appliedBy.get(applier);
      if (ids) ids.push(id);
      else appliedBy.set(applier, [id]);
    }
  }
  const known = new Map<string, readonly Finding[]>();
  const path: Step[] = [];

  function explain(id: string): readonly Finding[] {
    const before = known.get(id);
    if (before) return before;
    const at = path.findIndex(step => step.id === id);
    if (at >= 0) return [deadlock(path.slice(at))];
    const object = graph.node(id)?.object;
    if (!object) return [];
    path.push({ id, waitsForHealth: false });
    const findings = unique(
      fluxKindOf(toRef(object).group, object.kind) ? ofFlux(id, object) : ofApplied(id, object)
    );
    path.pop();
    // Within a circle the answer depends on where the walk began: only a walk that began here keeps it.
    if (path.length === 0 || !findings.some(({ rule }) => rule === 'deadlock'))
      known.set(id, findings);
    return findings;
  }

  function follow(id: string, waitsForHealth: boolean): readonly Finding[] {
    const here = path.at(-1);
    if (here) here.waitsForHealth = waitsForHealth;
    return explain(id);
  }

  function deadlock(circle: readonly Step[]): Finding {
    const named =
      circle.find(step => step.waitsForHealth) ??
      [...circle].sort((a, b) => (a.id < b.id ? -1 : 1))[0];
    const object = refAt(named?.id ?? '');
    const others = circle.filter(step => step !== named).map(step => refText(refAt(step.id)));
    const params = { others: others.sort().join(', ') };
    return {
      rule: 'deadlock',
      object,
      says: { id: 'rule.deadlock', params },
      remedy: { id: 'remedy.deadlock', params },
      evidence: circle.map(step => ({
        object: refAt(step.id),
        seenIn: { type: 'field', path: step.waitsForHealth ? 'spec.wait' : 'spec.dependsOn' },
      })),
    };
  }

  function ofFlux(id: string, object: KubernetesObject): readonly Finding[] {
    const subject = toSubject(id, object, stateIn(object, world), world);
    const { name } = subject.state;
    if (name === 'ready' || name === 'progressing') return fromApplied(subject);
    if (name === 'pending') return fromBlockers(subject);
    if (broken.has(name)) return ofFailure(subject);
    return [];
  }

  function ofFailure(subject: Subject): readonly Finding[] {
    const { ref, message, object } = subject;
    for (const rule of rules) {
      if (rule.kinds && !rule.kinds.some(kind => kind === ref.kind)) continue;
      const match = rule.says.exec(message);
      const finding = match && rule.find(subject, match);
      if (finding) return throughMissing(finding);
    }
    const released = ofRelease(subject);
    if (released) return [released];
    const applied = fromApplied(subject);
    if (applied.length > 0) return applied;
    const fed = subject.edges
      .filter(({ meaning }) => feeding.has(meaning))
      .flatMap(edge => fromTarget(subject, edge));
    if (fed.length > 0) return fed;
    const unhealthy = namedUnhealthy(subject);
    if (unhealthy.length > 0) return unhealthy;
    const said = message.split('\n')[0] ?? '';
    return [
      found(subject, said ? 'failed' : 'failed.silent', { params: { said, kind: object.kind } }),
    ];
  }

  /** A release that Helm gave up on: what its pods did is over, and only evidence. */
  function ofRelease(subject: Subject): Finding | undefined {
    const { object, state } = subject;
    if (object.kind !== 'HelmRelease' || state.name !== 'stalled') return undefined;
    const remediated = conditionOf(object, 'Remediated');
    const snapshots = list(record(object.status).history).map(record);
    const failed = snapshots.find(({ status }) => status === 'failed') ?? snapshots[0];
    const good = snapshots.find(({ status }) => status === 'deployed');
    const action = text(record(object.status).lastAttemptedReleaseAction) ?? 'install';
    const isBack = remediated?.status === 'True' && remediated.reason === 'RollbackSucceeded';
    const params = {
      action,
      version:
        text(failed?.chartVersion) ?? text(record(object.status).lastAttemptedRevision) ?? '',
      back: text(good?.chartVersion) ?? '',
      said: (conditionOf(object, 'Released')?.message ?? subject.message).split('\n')[0] ?? '',
    };
    return found(subject, isBack ? 'release.back' : 'release', { params });
  }

  /** A dependency or a source that is missing, or itself not well. */
  function fromBlockers(subject: Subject): readonly Finding[] {
    const edges = subject.edges.filter(
      ({ meaning }) => meaning === 'dependsOn' || feeding.has(meaning)
    );
    // The message names the one that is waited for now; the others may be well.
    const named = edges.filter(({ to }) =>
      subject.message.includes(`${refAt(to).namespace}/${refAt(to).name}`)
    );
    const findings = (named.length > 0 ? named : edges).flatMap(edge => fromTarget(subject, edge));
    return findings.length > 0 || named.length === 0
      ? findings
      : edges.flatMap(edge => fromTarget(subject, edge));
  }

  function fromTarget(subject: Subject, edge: Edge): readonly Finding[] {
    if (graph.node(edge.to)?.object) return follow(edge.to, false);
    const missing = missingTarget(subject, edge);
    return missing ? [missing] : [];
  }

  /** What an edge names and nobody has, where all of its kind were read or the controller says so. */
  function missingTarget(subject: Subject, edge: Edge): Finding | undefined {
    if (edge.to.includes(':') && !edge.to.includes('/')) return undefined;
    const ref = refAt(edge.to);
    const isSaid = /not found/i.test(subject.message) && subject.message.includes(ref.name);
    if (graph.node(edge.to)?.object || !ref.kind || !(world.isRead(ref) || isSaid))
      return undefined;
    const field = { object: subject.ref, seenIn: { type: 'field', path: edge.field } } as const;
    return foundMissing(subject, ref, [field, ...(subject.message ? [saidBy(subject)] : [])]);
  }

  /** What it applied and is not healthy. Flux's own objects count only while their health is waited for. */
  function fromApplied(subject: Subject): readonly Finding[] {
    const { object, state } = subject;
    const waits = state.name === 'ready' ? undefined : waitsForHealthOf(object);
    const applied = (appliedBy.get(subject.id) ?? []).filter(id => id !== subject.id);
    return applied.flatMap(id => {
      const ref = refAt(id);
      const isFlux = fluxKindOf(ref.group, ref.kind) !== undefined;
      if (isFlux && !waits?.(refKey(ref))) return [];
      return isFlux ? follow(id, true) : explain(id);
    });
  }

  function ofApplied(id: string, object: KubernetesObject): readonly Finding[] {
    const known = ofController(id);
    if (known) return known;
    const finding = workloadTrouble(id, object, world);
    return finding ? throughMissing(finding) : [];
  }

  /** A missing Secret that an operator would make: why it does not is the cause. */
  function throughMissing(finding: Finding): readonly Finding[] {
    const missing =
      finding.rule === 'container'
        ? missingFor(finding)
        : finding.rule === 'missing' && finding.object.kind === 'Secret'
        ? finding.object
        : undefined;
    if (!missing) return [finding];
    for (const maker of makersOf(missing, world)) {
      const store = storeOf(maker, world);
      const behind = [store?.object, maker].flatMap(object => {
        const trouble = object && workloadTrouble(objectId(toRef(object)), object, world);
        return trouble ? [trouble] : [];
      })[0];
      if (behind) return [{ ...behind, evidence: [...behind.evidence, ...finding.evidence] }];
    }
    if (finding.rule === 'missing') return [finding];
    const name = `${missing.namespace}/${missing.name}`;
    const params = { kind: missing.kind, name, by: finding.object.name };
    return [
      {
        ...finding,
        rule: 'missing',
        object: missing,
        says: { id: 'rule.missing', params },
        remedy: { id: 'remedy.missing', params },
        command: `kubectl -n ${missing.namespace} get ${missing.kind.toLowerCase()} ${
          missing.name
        }`,
      },
    ];
  }

  /** What the message of a failed health check names, where nothing more can be seen of it. */
  function namedUnhealthy(subject: Subject): readonly Finding[] {
    const listed = /(?:timeout waiting for|stalled resources): \[([^\]]*)\]/.exec(
      subject.message
    )?.[1];
    if (listed === undefined) return [];
    return [...listed.matchAll(/(\S+\/\S+) status: '(\w+)'/g)].flatMap(
      ([, said = '', status = '']) => {
        const object = namedIn(said, subject);
        if (!object) return [];
        const params = { status };
        return [found(subject, 'unhealthy.unseen', { object, params })];
      }
    );
  }

  return { explain };
}

/** Whose health a Kustomization or HelmRelease waits for, by refKey; undefined: nobody's. */
function waitsForHealthOf({
  kind,
  spec,
  metadata,
}: KubernetesObject): ((key: string) => boolean) | undefined {
  if (kind === 'HelmRelease') return () => true;
  const { wait, healthChecks } = record(spec);
  if (wait === true) return () => true;
  const checked = list(healthChecks).map(record);
  if (checked.length === 0) return undefined;
  return (key: string) => {
    const ref = refAt(key);
    return checked.some(
      check =>
        check.kind === ref.kind &&
        check.name === ref.name &&
        (text(check.namespace) ?? metadata.namespace ?? '') === ref.namespace
    );
  };
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of findings) if (!seen.has(keyOf(finding))) seen.set(keyOf(finding), finding);
  return [...seen.values()];
}

/** One cause, however many objects lead to it: of the Pods of one workload the first stands for all. */
export function keyOf({ rule, object, workload, evidence }: Finding): string {
  const container = workload && evidence.find(({ seenIn }) => seenIn.type === 'container')?.seenIn;
  const part = container && 'name' in container ? container.name : '';
  return `${rule} ${refKey(workload ?? object)} ${part}`;
}
