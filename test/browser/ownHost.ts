import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buildHost } from '../../src/demo/host/build/buildHost.ts';
import type { Host } from '../../src/demo/host/server/host.ts';
import { startHost } from '../../src/demo/host/server/host.ts';
import type { HostedCluster } from '../../src/demo/host/server/hostedCluster.ts';
import { readKubeconfig } from '../../src/node/kubernetes/kubeconfig.ts';
import { tokenOf } from './session.ts';
import type { Demo } from './startDemo.ts';

/** A second host beside the demo's, on the same cluster `noah` and on others that a test brings. */
export async function startOwnHost(
  demo: Demo,
  options: { names?: string[]; others?: HostedCluster[] }
): Promise<Host> {
  const { server, ca } = readKubeconfig(await readFile(demo.kubeconfig, 'utf8'));
  const firstToken = await tokenOf(demo, 'admin');
  return startHost({
    ui: await buildHost(),
    plugins: [{ name: 'lumen', folder: resolve(import.meta.dirname, '../../dist') }],
    clusters: [{ name: 'noah', server, ca, firstToken }, ...(options.others ?? [])],
    names: options.names,
  });
}
