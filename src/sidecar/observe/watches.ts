import { type FluxKind, fluxKind, type FluxKindName } from '../../core/flux/kinds.ts';
import type { InformerPhase } from '../../core/kubernetes/informerPhase.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import type { ObjectChange } from '../../core/kubernetes/objectChange.ts';
import { resourcePath } from '../../core/kubernetes/path.ts';
import type { KubernetesClient } from '../../node/kubernetes/client.ts';
import { createInformer, type Informer } from '../../node/kubernetes/informer.ts';
import type { Log } from '../log.ts';
import { slimEvent, slimFluxObject } from './slim.ts';

/** The kinds that have artifacts which Kustomizations are built from. */
export const sourceKinds = [
  'GitRepository',
  'OCIRepository',
  'Bucket',
  'ExternalArtifact',
] as const;
type WatchedKind = (typeof sourceKinds)[number] | 'Kustomization';

/** What is known of one collection. */
export interface WatchState {
  kind: string;
  phase: InformerPhase['name'];
  /** Why it is not live. */
  why?: string;
}

/** The Flux objects that the observer follows, and their events. */
export interface Watches {
  get(kind: string, namespace: string, name: string): KubernetesObject | undefined;
  list(kind: WatchedKind): KubernetesObject[];
  state(): WatchState[];
  /** Whether each collection was asked for, and that of Kustomizations answered: what is missing there is missing. */
  isComplete(): boolean;
  close(): void;
}

export interface WatchOptions {
  client: KubernetesClient;
  /** The version of a kind that the cluster serves. */
  versionOf(kind: FluxKindName): string | undefined;
  onChange(change: ObjectChange): void;
  onEvent(event: KubernetesObject): void;
  /** Whenever `isComplete` becomes true. */
  onComplete(): void;
  log: Log;
}

export function startWatches(options: WatchOptions): Watches {
  const { client, onChange, onEvent, onComplete, log } = options;
  const phases = new Map<string, InformerPhase>();
  const isComplete = (): boolean =>
    phases.get('Kustomization')?.name !== 'failed' &&
    [...phases.values()].every(({ name }) => name !== 'loading');
  const follow = (
    name: string,
    path: string,
    more: Partial<Parameters<typeof createInformer>[1]>
  ): Informer => {
    phases.set(name, { name: 'loading', loaded: 0 });
    return createInformer(client, {
      path,
      isWhole: true,
      onState(phase) {
        const wasComplete = isComplete();
        phases.set(name, phase);
        if (!wasComplete && isComplete()) onComplete();
        const { why } = toState(name, phase);
        if (why !== undefined) log.info(`not live: ${phase.name}`, { kind: name, why });
      },
      ...more,
    });
  };
  const pathOf = ({ kind, group, plural, versions }: FluxKind): string =>
    resourcePath({ group, version: options.versionOf(kind) ?? versions[0] ?? 'v1', plural });

  const kinds: readonly WatchedKind[] = [...sourceKinds, 'Kustomization'];
  const informers = new Map(
    kinds.map(kind => [
      kind as string,
      follow(kind, pathOf(fluxKind(kind)), { slim: slimFluxObject, onChange }),
    ])
  );
  const events = kinds.map(kind =>
    follow(`Event of ${kind}`, resourcePath({ group: '', version: 'v1', plural: 'events' }), {
      query: { fieldSelector: `involvedObject.kind=${kind}` },
      slim: slimEvent,
      onChange: ({ type, object }) => type !== 'deleted' && onEvent(object),
    })
  );

  return {
    get: (kind, namespace, name) => informers.get(kind)?.get(namespace, name),
    list: kind => informers.get(kind)?.list() ?? [],
    state: () => [...phases].map(([kind, phase]) => toState(kind, phase)),
    isComplete,
    close: () => [...informers.values(), ...events].forEach(informer => informer.close()),
  };
}

function toState(kind: string, phase: InformerPhase): WatchState {
  if (phase.name === 'forbidden') return { kind, phase: phase.name, why: phase.message };
  return 'why' in phase
    ? { kind, phase: phase.name, why: phase.why.message }
    : { kind, phase: phase.name };
}
