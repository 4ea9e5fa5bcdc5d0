import { type KubernetesObject, record, text } from '../kubernetes/object.ts';
import { type ObjectRef, toRef } from '../kubernetes/ref.ts';
import { forceAt, generatorReconcile, requestedAt, resetAt, suspended } from './annotations.ts';
import { fluxCommand } from './fluxCommand.ts';
import { fluxKindOf } from './kinds.ts';
import { sourceOf } from './sourceOf.ts';
import { isStatic } from './suspension.ts';

export type ActionName = 'reconcile' | 'suspend' | 'resume';

/** One patch of one object, and what is awaited after it. */
export interface PlanStep {
  action: ActionName;
  ref: ObjectRef;
  /** A JSON merge patch, sent without a resourceVersion. */
  patch: Record<string, unknown>;
  /** The value of `requestedAt`, echoed in the status when it was handled. */
  token?: string;
}

/** What an action will do, shown before it runs: the steps in order, each after the one before is done. */
export interface Plan {
  action: ActionName;
  target: ObjectRef;
  steps: PlanStep[];
  /** The same on a command line. */
  command: string;
}

export interface PlanOptions {
  /** Reconcile: fetch its source first. */
  withSource?: boolean;
  /** Reconcile a HelmRelease: upgrade even if nothing changed, and forget its failures. */
  force?: boolean;
  reset?: boolean;
  /** Suspend: recorded with the object. */
  reason?: string;
  by?: string;
  /** Now, RFC 3339. It is the token too, so no two plans may have the same. */
  at: string;
}

type Find = (ref: ObjectRef) => KubernetesObject | undefined;

function reconcileStep(
  ref: ObjectRef,
  token: string,
  options: Partial<PlanOptions> = {}
): PlanStep {
  const isRelease = ref.kind === 'HelmRelease';
  const annotations = {
    [requestedAt]: token,
    ...(isRelease && options.force ? { [forceAt]: token } : {}),
    ...(isRelease && options.reset ? { [resetAt]: token } : {}),
  };
  return { action: 'reconcile', ref, token, patch: { metadata: { annotations } } };
}

/** What serves the object its content, from the outside in: a release's chart comes from a repository. */
function sourcesOf(object: KubernetesObject, find: Find): ObjectRef[] {
  const source = sourceOf(object);
  if (!source) return [];
  const found = find(source);
  // An ExternalArtifact has no controller of Flux, and a static HelmRepository nothing to fetch.
  const own = found && !isStatic(found) ? [source] : [];
  const chart = object.kind === 'HelmRelease' ? text(record(object.status).helmChart) : undefined;
  const isTemplate = chart && record(object.spec).chartRef === undefined;
  if (isTemplate) {
    const [namespace = '', name = ''] = chart.split('/');
    const ref = { group: 'source.toolkit.fluxcd.io', kind: 'HelmChart', namespace, name };
    return find(ref) ? [...own, ref] : own;
  }
  if (source.kind !== 'HelmChart' || !found) return own;
  return [...sourcesOf(found, find), ...own];
}

function suspendStep(object: KubernetesObject, ref: ObjectRef, options: PlanOptions): PlanStep {
  const { by, reason, at } = options;
  const isGenerator = fluxKindOf(ref.group, ref.kind)?.suspend === 'annotation';
  const annotations = {
    [suspended.by]: by || 'unknown',
    [suspended.reason]: reason || null,
    [suspended.at]: at,
    ...(isGenerator ? { [generatorReconcile]: 'disabled' } : {}),
  };
  const patch = { metadata: { annotations }, ...(isGenerator ? {} : { spec: { suspend: true } }) };
  return { action: 'suspend', ref, patch };
}

function resumeStep(object: KubernetesObject, ref: ObjectRef): PlanStep {
  const isGenerator = fluxKindOf(ref.group, ref.kind)?.suspend === 'annotation';
  const annotations = {
    ...Object.fromEntries(Object.values(suspended).map(name => [name, null])),
    ...(isGenerator ? { [generatorReconcile]: null } : {}),
  };
  // `false` would be a field that somebody owns: absent is what a manifest without it says.
  const patch = { metadata: { annotations }, ...(isGenerator ? {} : { spec: { suspend: null } }) };
  return { action: 'resume', ref, patch };
}

/** The steps and the command of an action on an object. Whether it makes sense is `refusalOf`'s to say. */
export function buildPlan(
  action: ActionName,
  object: KubernetesObject,
  find: Find,
  options: PlanOptions
): Plan {
  const target = toRef(object);
  if (action === 'suspend') {
    const steps = [suspendStep(object, target, options)];
    return { action, target, steps, command: fluxCommand('suspend', target) };
  }
  if (action === 'resume') {
    const steps = [resumeStep(object, target)];
    return { action, target, steps, command: fluxCommand('resume', target) };
  }
  const sources = options.withSource ? sourcesOf(object, find) : [];
  const steps = [
    ...sources.map(ref => reconcileStep(ref, options.at)),
    reconcileStep(target, options.at, options),
  ];
  const isRelease = object.kind === 'HelmRelease';
  const flags = [
    ...(sources.length > 0 ? ['--with-source'] : []),
    ...(isRelease && options.force ? ['--force'] : []),
    ...(isRelease && options.reset ? ['--reset'] : []),
  ];
  return { action, target, steps, command: fluxCommand('reconcile', target, flags) };
}
