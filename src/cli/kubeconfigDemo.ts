import { buildHost } from '../demo/host/build/buildHost.ts';
import type { Host } from '../demo/host/server/host.ts';
import { startHost } from '../demo/host/server/host.ts';
import type { HostedCluster } from '../demo/host/server/hostedCluster.ts';
import { pluginFolder } from './buildPlugin.ts';

/** Headlamp's UI with Lumen in front of the user's own clusters: one server on loopback, and nothing in the clusters. */
export async function serveKubeconfig(clusters: HostedCluster[], port: number): Promise<Host> {
  return startHost({
    ui: await buildHost(),
    plugins: [{ name: 'lumen', folder: pluginFolder }],
    clusters,
    port,
  });
}

/** What a person reads once it is up. */
export function announcement(ui: string, clusters: readonly HostedCluster[]): string {
  const width = Math.max(...clusters.map(({ name }) => name.length));
  return `
Headlamp with Lumen, on your own clusters:  ${ui}
${clusters
  .map(
    ({ name, server }) =>
      `\n  ${name.padEnd(width)}  ${ui}/c/${encodeURIComponent(name)}/lumen/overview  (${server})`
  )
  .join('')}

Nothing was installed, and nothing is written but what you click. Requests go as the users of the kubeconfig, whose
credentials stay in this process; it answers this machine only, but every program on it: end it when you are done.

Ctrl-C ends it.`;
}
