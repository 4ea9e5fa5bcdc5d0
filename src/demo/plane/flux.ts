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
  /** The ports on loopback behind a controller's pod, by its container ports. */
  portsOf(pod: KubernetesObject): Record<number, number> | undefined;
  /** Each controller's version. */
  versions: Record<string, string>;
  /** For tests that break it. */
  stop(controller: string): Promise<void>;
  start(controller: string): Promise<void>;
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

export async function startFlux(options: FluxOptions): Promise<Flux> {
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
  const running = new Map<string, Service>();

  const start = async (controller: FluxController): Promise<void> => {
    const { name } = controller;
    const own = join(folder, name);
    await mkdir(join(own, 'tmp'), { recursive: true });
    const port = (wanted: string) => portsOfName(name)[wanted] ?? 0;
    const service = await startService({
      name,
      file: join(programs, name),
      args: [
        '--watch-all-namespaces=true',
        // Outside of a cluster its election has no namespace: the plane keeps the Leases instead.
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
      isReady: async () => (await fetch(`http://127.0.0.1:${port('healthz')}/readyz`)).ok,
    });
    running.set(name, service);
  };
  const close = async () => {
    await Promise.all([...running.values()].map(service => service.close(500)));
  };

  try {
    // Two at a time would do no good on two cores: each takes a second to read its Go binary.
    await Promise.all(
      fluxControllers.map(async controller => {
        await mkdir(join(folder, controller.name, 'artifacts'), { recursive: true });
        await mkdir(join(folder, controller.name, 'tags'), { recursive: true });
        await start(controller);
      })
    );
  } catch (error) {
    await close();
    throw error;
  }

  const named = (name: string): FluxController => {
    const found = fluxControllers.find(controller => controller.name === name);
    if (!found) throw new Error(`${name} is no controller of Flux`);
    return found;
  };
  return {
    receiver: `http://127.0.0.1:${portsOfName('notification-controller')['http-webhook']}`,
    portsOf(pod) {
      const name = pod.metadata.labels?.app ?? '';
      const found = fluxControllers.find(controller => controller.name === name);
      if (!found || pod.metadata.namespace !== 'flux-system' || !running.has(name)) {
        return undefined;
      }
      return Object.fromEntries(
        Object.entries(found.ports).map(([port, { container }]) => [
          container,
          portsOfName(name)[port] ?? 0,
        ])
      );
    },
    versions: Object.fromEntries(fluxControllers.map(({ name, version }) => [name, version])),
    async stop(name) {
      await running.get(named(name).name)?.close(0);
    },
    async start(name) {
      await start(named(name));
    },
    logs: fluxControllers.map(({ name }) => join(folder, `${name}.log`)),
    close,
  };
}
