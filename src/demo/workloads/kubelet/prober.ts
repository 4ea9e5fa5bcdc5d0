import { get } from 'node:http';
import { type KubernetesObject, list, record } from '../../../core/kubernetes/object.ts';

export interface Prober {
  /**
   * What the real process behind a container said to its readiness probe last; false before its first answer,
   * undefined where there is no such process or probe. From the first call on it is asked again and again.
   */
  answer(
    pod: KubernetesObject,
    container: string,
    ports: Record<number, number> | undefined
  ): boolean | undefined;
  forget(key: string): void;
  close(): void;
}

interface Probe {
  port: number;
  isGood: boolean;
  timer: NodeJS.Timeout;
}

/** Asks the real processes that stand behind some pods; `onChange` when an answer differs from the one before. */
export function createProber(onChange: (pod: KubernetesObject) => void): Prober {
  const probes = new Map<string, Map<string, Probe>>();

  function ask(pod: KubernetesObject, container: string, port: number, path: string): void {
    const probe = probes.get(keyOf(pod))?.get(container);
    if (!probe) return;
    const done = (isGood: boolean) => {
      if (probe.isGood === isGood) return;
      probe.isGood = isGood;
      onChange(pod);
    };
    get({ host: '127.0.0.1', port, path, timeout: 1000, agent: false }, response => {
      response.resume();
      done((response.statusCode ?? 500) < 400);
    })
      .on('timeout', function (this: { destroy(): void }) {
        this.destroy();
      })
      .on('error', () => done(false));
  }

  return {
    answer(pod, container, ports) {
      const spec = list(record(pod.spec).containers)
        .map(record)
        .find(({ name }) => name === container);
      const probe = record(spec?.readinessProbe);
      const { path, port } = record(probe.httpGet);
      const real = ports?.[portOf(spec, port)];
      if (real === undefined) return undefined;
      const key = keyOf(pod);
      const known = probes.get(key) ?? new Map<string, Probe>();
      probes.set(key, known);
      const existing = known.get(container);
      if (existing?.port === real) return existing.isGood;
      clearInterval(existing?.timer);
      const again = () => ask(pod, container, real, String(path ?? '/'));
      const timer = setInterval(again, Math.max(Number(probe.periodSeconds ?? 10), 1) * 1000);
      known.set(container, { port: real, isGood: false, timer });
      again();
      return false;
    },
    forget(key) {
      for (const { timer } of probes.get(key)?.values() ?? []) clearInterval(timer);
      probes.delete(key);
    },
    close() {
      for (const key of [...probes.keys()]) this.forget(key);
    },
  };
}

function portOf(spec: Record<string, unknown> | undefined, port: unknown): number {
  if (typeof port !== 'string') return Number(port);
  const named = list(spec?.ports).map(record);
  return Number(named.find(({ name }) => name === port)?.containerPort ?? port);
}

function keyOf(pod: KubernetesObject): string {
  return `${pod.metadata.namespace}/${pod.metadata.name}`;
}
