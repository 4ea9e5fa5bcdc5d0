import { fluxKindOf } from '../flux/kinds.ts';
import { isAtRest } from '../flux/state.ts';
import { appliersOf } from '../graph/appliers.ts';
import { type Edge, feeding } from '../graph/edge.ts';
import { objectId, refAt } from '../graph/nodeId.ts';
import { health } from '../kubernetes/health.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { refKey, toRef } from '../kubernetes/ref.ts';
import { deadlockIn, type Step, waitsForHealthOf } from './deadlock.ts';
import { describeObject } from './describe.ts';
import type { Finding } from './finding.ts';
import { lostArtifact } from './lostArtifact.ts';
import { makersOf, missingFor, storeOf } from './makers.ts';
import { releaseTrouble } from './releaseTrouble.ts';
import { rulesFor } from './rules.ts';
import { found, foundMissing, inShort, saidBy, type Subject, toSubject } from './subject.ts';
import { namedIn } from './target.ts';
import { terminatingTrouble } from './terminating.ts';
import { unhealthyIn } from './unhealthyIn.ts';
import { troubleBelow, workloadTrouble } from './workload.ts';
import { type DiagnosisWorld, hasJustCome, stateIn } from './world.ts';

/** The first broken things behind an object that is not well; none where it only waits, or works. */
export interface Walk {
  explain(id: string): readonly Finding[];
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
    if (at >= 0) return [deadlockIn(path.slice(at))];
    const object = graph.object(id);
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

  function ofFlux(id: string, object: KubernetesObject): readonly Finding[] {
    const subject = toSubject(id, object, stateIn(object, world), world);
    const { name } = subject.state;
    if (isAtRest(name) || name === 'progressing') return fromApplied(subject);
    if (name === 'pending') return fromBlockers(subject);
    if (name === 'terminating') {
      const finding = terminatingTrouble(object, world.now);
      return finding ? [finding] : [];
    }
    if (broken.has(name)) return ofFailure(subject);
    return [];
  }

  function ofFailure(subject: Subject): readonly Finding[] {
    const { ref, message, object } = subject;
    for (const [rule, match] of rulesFor(ref.kind, message)) {
      const finding = rule.find(subject, match);
      if (finding) return throughMissing(finding);
    }
    const released = releaseTrouble(subject);
    // What was rolled back is over; what Helm only gave up on is still there, and may show why.
    if (released?.rule === 'release.back') return [released];
    const applied = [...fromApplied(subject), ...belowNamed(subject)];
    if (applied.length > 0) return applied;
    if (released) return [released];
    const fed = subject.edges
      .filter(({ meaning }) => feeding.has(meaning))
      .flatMap(edge => fromTarget(subject, edge));
    if (fed.length > 0) return fed;
    const unhealthy = namedUnhealthy(subject);
    if (unhealthy.length > 0) return unhealthy;
    const said = inShort(message);
    return [
      found(subject, said ? 'failed' : 'failed.silent', { params: { said, kind: object.kind } }),
    ];
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
    const near = (named.length > 0 ? named : edges).flatMap(edge => fromTarget(subject, edge));
    const isAll = near.length > 0 || named.length === 0;
    const findings = isAll ? near : edges.flatMap(edge => fromTarget(subject, edge));
    const lost = findings.length === 0 ? lostArtifact(subject) : undefined;
    return lost ? [lost] : findings;
  }

  function fromTarget(subject: Subject, edge: Edge): readonly Finding[] {
    if (graph.object(edge.to)) return follow(edge.to, false);
    const missing = missingTarget(subject, edge);
    return missing ? [missing] : [];
  }

  /** What an edge names and nobody has, where all of its kind were read or the controller says so. */
  function missingTarget(subject: Subject, edge: Edge): Finding | undefined {
    if (edge.to.includes(':') && !edge.to.includes('/')) return undefined;
    const ref = refAt(edge.to);
    const isSaid = /not found/i.test(subject.message) && subject.message.includes(ref.name);
    if (graph.object(edge.to) || !ref.kind || !(world.isRead(ref) || isSaid)) return undefined;
    if (fluxKindOf(ref.group, ref.kind) && hasJustCome(subject.object, world)) return undefined;
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
    return finding ? throughStore(finding, object) ?? throughMissing(finding) : [];
  }

  /** A maker of Secrets whose store does not work only hands that on. */
  function throughStore(finding: Finding, maker: KubernetesObject): Finding[] | undefined {
    const store = storeOf(maker, world);
    const behind = store?.object && workloadTrouble(store.id, store.object, world);
    if (!behind) return undefined;
    return [
      { ...behind, through: [toRef(maker)], evidence: [...behind.evidence, ...finding.evidence] },
    ];
  }

  /** A missing Secret that an operator would make: why it does not is the cause. */
  function throughMissing(finding: Finding): readonly Finding[] {
    const isPod = finding.rule === 'container';
    const missing = isPod ? missingFor(finding) : finding.rule === 'missing' && finding.object;
    if (!missing) return [finding];
    const through = isPod ? [finding.object] : finding.through ?? [];
    for (const maker of missing.kind === 'Secret' ? makersOf(missing, world) : []) {
      const trouble = workloadTrouble(objectId(toRef(maker)), maker, world);
      const [behind] = trouble ? throughStore(trouble, maker) ?? [trouble] : [];
      if (!behind) continue;
      const { workload } = finding;
      const way = [...through, missing, ...(behind.through ?? [])];
      const evidence = [...behind.evidence, ...finding.evidence];
      return [{ ...behind, workload, through: way, evidence }];
    }
    if (!isPod) return [finding];
    const name = `${missing.namespace}/${missing.name}`;
    const params = { kind: missing.kind, name, by: (finding.workload ?? finding.object).name };
    return [
      {
        ...finding,
        rule: 'missing',
        object: missing,
        through,
        says: { id: 'rule.missing', params },
        remedy: { id: 'remedy.missing', params },
        command: `kubectl -n ${missing.namespace} get ${missing.kind.toLowerCase()} ${
          missing.name
        }`,
      },
    ];
  }

  /** The Pods of what a failed health check names and nobody applied, or read: the Job or the Pod of a hook. */
  function belowNamed(subject: Subject): readonly Finding[] {
    return unhealthyIn(subject.object, subject.message).flatMap(({ said }) => {
      const ref = namedIn(said, subject);
      // A Pod that ended is as it should be, until somebody waits for it to end well.
      if (!ref || (ref.kind !== 'Pod' && graph.object(objectId(ref)))) return [];
      const finding = troubleBelow(ref, world);
      return finding ? throughMissing(finding) : [];
    });
  }

  /** What the message of a failed health check names, where nothing more can be seen of it. */
  function namedUnhealthy(subject: Subject): readonly Finding[] {
    return unhealthyIn(subject.object, subject.message).flatMap(({ said, status }) => {
      const ref = namedIn(said, subject);
      if (!ref) return [];
      const object = graph.object(objectId(ref));
      const isFlux = fluxKindOf(ref.group, ref.kind) !== undefined;
      if (!object && status === 'NotFound') return [foundMissing(subject, ref)];
      const command = describeObject(ref);
      if (!object || isFlux) {
        const params = { status };
        return [found(subject, 'unhealthy.unseen', { object: ref, params, command })];
      }
      // It has become well since, or is about to: Flux looks again.
      const { status: now, says } = health(object, world.now);
      return now === 'Current' ? [] : [found(subject, 'unhealthy', { object: ref, says, command })];
    });
  }

  return { explain };
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of findings) if (!seen.has(keyOf(finding))) seen.set(keyOf(finding), finding);
  return [...seen.values()];
}

/** One cause, however many objects lead to it: of the Pods of one workload the first stands for all. */
export function keyOf({ rule, object, workload, evidence }: Finding): string {
  if (!workload || object.kind !== 'Pod') return `${rule} ${refKey(object)}`;
  const container = evidence.find(({ seenIn }) => seenIn.type === 'container')?.seenIn;
  const part = container && 'name' in container ? container.name : '';
  return `${rule} ${refKey(workload)} ${part}`;
}
