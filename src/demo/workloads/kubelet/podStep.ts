import { type KubernetesObject, list, record, text } from '../../../core/kubernetes/object.ts';
import type { ImageBehaviour, Pace } from '../imageBehaviour.ts';
import type { Missing } from './configuration.ts';
import { stepContainer } from './containerStep.ts';
import { type ContainerRun, newContainer, type PodEvent, type PodRun } from './podRun.ts';

export interface PodFacts {
  now: number;
  pace: Pace;
  images: (image: string) => ImageBehaviour | undefined;
  isPulled: (image: string) => boolean;
  missing: Missing;
  /** What the real process behind a container answered its readiness probe. */
  probed: (container: string) => boolean | undefined;
}

export function newPodRun(pod: KubernetesObject, address: string, now: number): PodRun {
  const named = (specs: unknown) =>
    list(specs).map(spec => newContainer(text(record(spec).name) ?? ''));
  const { initContainers, containers } = record(pod.spec);
  return { address, startedAt: now, inits: named(initContainers), containers: named(containers) };
}

/** Everything that is due for a pod at `now`: init containers one after the other, then all others. */
export function stepPod(
  pod: KubernetesObject,
  run: PodRun,
  facts: PodFacts
): { run: PodRun; events: PodEvent[]; wakeAt: number } {
  const spec = record(pod.spec);
  const events: PodEvent[] = [];
  let wakeAt = Infinity;
  const { name, namespace, uid } = pod.metadata;

  function step(container: ContainerRun, index: number, isInit: boolean): ContainerRun {
    const specs = list(isInit ? spec.initContainers : spec.containers);
    const image = text(record(specs[index]).image) ?? '';
    const stepped = stepContainer(container, {
      now: facts.now,
      pace: facts.pace,
      spec: record(specs[index]),
      isInit,
      restartPolicy: text(spec.restartPolicy) ?? 'Always',
      podText: `${name}_${namespace}(${uid})`,
      behaviour: facts.images(image),
      isPulled: facts.isPulled(image),
      missing: {
        volume: facts.missing.volume,
        environment: facts.missing.environments.get(container.name),
      },
      probed: facts.probed(container.name),
    });
    events.push(...stepped.events);
    wakeAt = Math.min(wakeAt, stepped.wakeAt);
    return stepped.run;
  }

  const inits = [...run.inits];
  for (const [index, init] of inits.entries()) {
    inits[index] = step(init, index, true);
    if (!isDone(inits[index], record(list(spec.initContainers)[index]))) {
      return { run: { ...run, inits }, events, wakeAt };
    }
  }
  const containers = run.containers.map((container, index) => step(container, index, false));
  return { run: { ...run, inits, containers }, events, wakeAt };
}

/** Whether the containers after this init container may start. */
export function isDone(init: ContainerRun, spec: Record<string, unknown>): boolean {
  if (spec.restartPolicy === 'Always') return init.state.phase === 'running';
  return init.state.phase === 'ended' && init.state.exit.code === 0;
}
