import { join } from 'node:path';
import { type ClusterWorld, type ClusterWorldOptions, startClusterWorld } from '../clusterWorld.ts';
import type { Ground, GroundOptions } from '../ground.ts';
import { imageBehaviour } from '../homelab/images.ts';
import { startAddOns } from '../workloads/workloads.ts';
import { createFlux } from './flux.ts';
import { fluxControllers } from './fluxControllers.ts';
import { startFluxLeases } from './fluxLeases.ts';
import { fluxDeployments, fluxNamespace, fluxRegistry, realFluxCrds } from './fluxManifests.ts';
import type { GoTools } from './goTools.ts';
import { startPlane } from './plane.ts';

/** A cluster of the demo on a real control plane, reconciled by real Flux, with the sidecar beside it. */
export function startPlaneWorld(
  options: Omit<ClusterWorldOptions, 'ground'> & { tools: GoTools }
): Promise<ClusterWorld> {
  const { tools, ...rest } = options;
  return startClusterWorld({ ...rest, ground: parts => startPlaneGround(tools, parts) });
}

async function startPlaneGround(tools: GoTools, options: GroundOptions): Promise<Ground> {
  const { name, folder, dial, log } = options;
  const programs = tools.folder;
  const plane = await startPlane({ name, folder: join(folder, 'plane'), programs, dial });
  try {
    const flux = await createFlux({
      folder: join(folder, 'flux'),
      programs,
      kubeconfig: plane.kubeconfig('controllers'),
    });
    return {
      cluster: plane,
      mode: 'observe',
      installation: {
        crds: await realFluxCrds(tools.crds),
        flux: [fluxNamespace, ...fluxDeployments(fluxControllers)],
        sidecar: 'base',
      },
      images: image => (image.startsWith(fluxRegistry) ? {} : imageBehaviour(image)),
      startControllers: startAddOns,
      portsOf: flux.portsOf,
      async startFlux(access) {
        await flux.start();
        const leases = startFluxLeases({ access, flux, log });
        // Those of the two that every scenario needs.
        const crashing = ['source-controller', 'kustomize-controller'];
        return {
          receiver: flux.receiver,
          versions: flux.versions,
          kill: (...names) => flux.kill(...(names.length > 0 ? names : crashing)),
          start: (...names) => flux.start(...(names.length > 0 ? names : crashing)),
          async close() {
            await leases.close();
            await flux.close();
          },
        };
      },
    };
  } catch (error) {
    await plane.close();
    throw error;
  }
}
