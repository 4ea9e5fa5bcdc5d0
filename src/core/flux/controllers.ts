import { type ContainerEnd, containersOf } from '../kubernetes/containers.ts';
import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import { type ObjectRef, toRef } from '../kubernetes/ref.ts';
import { matchesLabels, toRequirements } from '../kubernetes/selector.ts';

/** By which a Lease's holder says that it is alive. */
interface Heartbeat {
  lease: ObjectRef;
  holder?: string;
  renewed?: string;
  /** Seconds after which somebody else may take it. */
  lastsFor?: number;
}

/** One Deployment that runs a controller, as far as it was seen: what is so, and no verdict. */
export interface Controller {
  ref: ObjectRef;
  /** `source-controller`, whatever the Deployment is called. */
  component: string;
  /** Which objects it watches, where not all of them. */
  shard?: string;
  /** What its image's tag or digest says, and its label where that differs. */
  version?: string;
  release?: string;
  wanted: number;
  ready: number;
  /** Of all containers of its pods; undefined where none of them was seen. */
  restarts?: number;
  /** How the last run of one of them ended. */
  ended?: ContainerEnd & { pod: ObjectRef };
  heartbeat?: Heartbeat;
}

const named = 'app.kubernetes.io/';

/** Part of what: `flux` for Flux's own, `lumen` for the sidecar. */
export function controllersOf(
  objects: Iterable<KubernetesObject>,
  partOf: 'flux' | 'lumen' = 'flux'
): Controller[] {
  const deployments: KubernetesObject[] = [];
  const pods: KubernetesObject[] = [];
  const leases: KubernetesObject[] = [];
  for (const object of objects) {
    if (object.kind === 'Pod') pods.push(object);
    else if (object.kind === 'Lease') leases.push(object);
    else if (object.kind === 'Deployment' && object.metadata.labels?.[`${named}part-of`] === partOf)
      deployments.push(object);
  }
  const controllers = deployments.map(deployment => toController(deployment, pods, leases));
  return controllers.sort(
    (a, b) => a.ref.namespace.localeCompare(b.ref.namespace) || a.ref.name.localeCompare(b.ref.name)
  );
}

function toController(
  deployment: KubernetesObject,
  pods: readonly KubernetesObject[],
  leases: readonly KubernetesObject[]
): Controller {
  const ref = toRef(deployment);
  const { labels } = deployment.metadata;
  const spec = record(deployment.spec);
  const requirements = toRequirements(spec.selector);
  const own = pods.filter(
    ({ metadata }) =>
      metadata.namespace === ref.namespace && matchesLabels(requirements, metadata.labels)
  );
  const runs = own.flatMap(pod => containersOf(pod).map(run => ({ pod: toRef(pod), ...run })));
  const ends = runs.flatMap(({ pod, ended }) => (ended ? [{ ...ended, pod }] : []));
  const [ended] = ends.sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''));
  const container = record(list(record(record(spec.template).spec).containers)[0]);
  const version = versionOf(text(container.image) ?? '');
  const release = labels?.[`${named}version`];
  const heartbeat = heartbeatOf(ref, leases);
  return {
    ref,
    component: labels?.[`${named}component`] ?? ref.name,
    shard: shardOf(list(container.args)),
    version,
    release: release === version ? undefined : release,
    wanted: typeof spec.replicas === 'number' ? spec.replicas : 1,
    ready: Number(record(deployment.status).readyReplicas) || 0,
    ...(own.length > 0 ? { restarts: runs.reduce((sum, each) => sum + each.restarts, 0) } : {}),
    ...(ended ? { ended } : {}),
    ...(heartbeat ? { heartbeat } : {}),
  };
}

/** `v1.9.4` of `ghcr.io/fluxcd/source-controller:v1.9.4@sha256:…`; a digest is cut to seven characters. */
function versionOf(image: string): string | undefined {
  const [name = '', digest] = image.slice(image.lastIndexOf('/') + 1).split('@');
  const [, tag] = name.split(':');
  return tag ?? /^sha256:.{7}/.exec(digest ?? '')?.[0];
}

/** Without `!sharding.fluxcd.io/key`: that is everything that no shard has. */
function shardOf(args: readonly unknown[]): string | undefined {
  const flag = args.flatMap(arg => /^--watch-label-selector=(.+)$/.exec(String(arg))?.[1] ?? [])[0];
  return flag?.startsWith('!') ? undefined : flag;
}

/**
 * A shard's Lease has a hash in its name, but whoever holds one calls itself by its pod: that tells whose it is, also
 * when the pod is gone. Where nobody ever held it, its name does.
 */
function heartbeatOf(
  { namespace, name }: ObjectRef,
  leases: readonly KubernetesObject[]
): Heartbeat | undefined {
  const holderOf = (lease: KubernetesObject) => text(record(lease.spec).holderIdentity);
  const isPodOf = (holder = '') =>
    holder.startsWith(name) && /^(-[a-z0-9]+-[a-z0-9]{5})?_/.test(holder.slice(name.length));
  const here = leases.filter(({ metadata }) => metadata.namespace === namespace);
  const lease =
    here.find(each => isPodOf(holderOf(each))) ??
    here.find(({ metadata }) => [name, `${name}-leader-election`].includes(metadata.name));
  if (!lease) return undefined;
  const { renewTime, leaseDurationSeconds } = record(lease.spec);
  return {
    lease: toRef(lease),
    holder: holderOf(lease),
    renewed: text(renewTime),
    ...(typeof leaseDurationSeconds === 'number' ? { lastsFor: leaseDurationSeconds } : {}),
  };
}
