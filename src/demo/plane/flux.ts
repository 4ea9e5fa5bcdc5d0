import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { freePorts } from '../../node/freePort.ts';
import { type FluxController, fluxControllers } from './fluxControllers.ts';
import { type Service, startService } from './service.ts';

/** Flux's own controllers as processes on loopback. */
export interface Flux {
  /** Where webhooks of Receivers arrive. */
  receiver: string;
  /** The ports on loopback behind a controller's pod, by its container ports; nobody listens before `start`. */
  portsOf(pod: KubernetesObject): Record<number, number> | undefined;
  /** Where a controller says whether it is alive (/healthz) and ready (/readyz). */
  healthOf(controller: string): string;
  /** Each controller's version. */
  versions: Record<string, string>;
  /** Starts those named, all six unless told, and waits until they are ready. */
  start(...controllers: string[]): Promise<void>;
  /** Ends them as a crash would. */
  kill(...controllers: string[]): Promise<void>;
  logs: string[];
  close(): Promise<void>;
}

export interface FluxOptions {
  folder: string;
  programs: string;
  /** Of a user that may do what Flux's ServiceAccounts may. */
  kubeconfig: string;
}

type Ports = Record<string, number>;

/** Gives the controllers their ports; they run from `start` on, which needs Flux's CRDs in the cluster. */
export async function createFlux(options: FluxOptions): Promise<Flux> {
  const { folder, programs } = options;
  await mkdir(folder, { recursive: true });
  const kubeconfig = join(folder, 'flux.kubeconfig');
  await writeFile(kubeconfig, options.kubeconfig, { mode: 0o600 });
  const ports = new Map<string, Ports>();
  for (const { name, ports: wanted } of fluxControllers) {
    ports.set(name, await freePorts(...Object.keys(wanted)));
  }
  const portsOfName = (name: string): Ports => ports.get(name) ?? {};
  const events = `http://127.0.0.1:${portsOfName('notification-controller').http}`;
  const healthOf = (name: string) => `http://127.0.0.1:${portsOfName(name).healthz}`;
  const running = new Map<string, Service>();

  const start = async (controller: FluxController): Promise<void> => {
    const { name } = controller;
    const own = join(folder, name);
    for (const part of ['tmp', 'artifacts', 'tags'])
      await mkdir(join(own, part), { recursive: true });
    const port = (wanted: string) => portsOfName(name)[wanted] ?? 0;
    const service = await startService({
      name,
      file: join(programs, name),
      args: [
        '--watch-all-namespaces=true',
        // The election takes its namespace from the Pod alone, no flag names one: fluxLeases.ts stands in for it.
        '--enable-leader-election=false',
        ...(name === 'notification-controller' ? [] : [`--events-addr=${events}`]),
        ...Object.entries(controller.ports).map(
          ([wanted, { flag }]) => `${flag}=127.0.0.1:${port(wanted)}`
        ),
        ...controller.args({ folder: own, port }),
      ],
      env: {
        PATH: process.env.PATH ?? '',
        HOME: own,
        TMPDIR: join(own, 'tmp'),
        KUBECONFIG: kubeconfig,
        RUNTIME_NAMESPACE: 'flux-system',
      },
      folder,
      isReady: async () => (await fetch(`${healthOf(name)}/readyz`)).ok,
    });
    running.set(name, service);
  };
  const named = (name: string): FluxController => {
    const found = fluxControllers.find(controller => controller.name === name);
    if (!found) throw new Error(`${name} is no controller of Flux`);
    return found;
  };
  return {
    receiver: `http://127.0.0.1:${portsOfName('notification-controller')['http-webhook']}`,
    healthOf: name => healthOf(named(name).name),
    portsOf(pod) {
      const name = pod.metadata.labels?.app ?? '';
      const found = fluxControllers.find(controller => controller.name === name);
      if (!found || pod.metadata.namespace !== 'flux-system') return undefined;
      return Object.fromEntries(
        Object.entries(found.ports).map(([port, { container }]) => [
          container,
          portsOfName(name)[port] ?? 0,
        ])
      );
    },
    versions: Object.fromEntries(fluxControllers.map(({ name, version }) => [name, version])),
    async start(...names) {
      const wanted = names.length ? names.map(named) : fluxControllers;
      await Promise.all(wanted.map(start));
    },
    async kill(...names) {
      await Promise.all(names.map(name => running.get(named(name).name)?.kill()));
    },
    logs: fluxControllers.map(({ name }) => join(folder, `${name}.log`)),
    async close() {
      await Promise.all([...running.values()].map(service => service.close(500)));
    },
  };
}
