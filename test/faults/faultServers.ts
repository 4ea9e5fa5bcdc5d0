import { join } from 'node:path';
import { packChart } from '../../src/demo/charts/chartArchive.ts';
import { startChartServer } from '../../src/demo/charts/chartServer.ts';
import { type GitServer, startGitServer } from '../../src/demo/git/gitServer.ts';
import { startRegistry } from '../../src/demo/registry/registry.ts';
import type { FaultChart } from './fault.ts';

/** What a fault's objects fetch from, all of its own: others go on while it is down. */
export type FaultServers = Awaited<ReturnType<typeof startFaultServers>>;

const repository = 'fault/lab';
/** Nobody has these. */
const credentials = { username: 'flux', password: 'not-this-one' };

export async function startFaultServers(folder: string) {
  const [charts, registry] = await Promise.all([startChartServer(), startRegistry()]);
  let git: GitServer = await startGitServer({ folder: join(folder, 'git') });
  await git.create(repository);
  const port = Number(new URL(git.url).port);
  return {
    addresses: { git: git.urlOf(repository), charts: charts.url, registry: registry.host },
    async git(become: 'down' | 'denied') {
      await git.close();
      if (become === 'down') return;
      git = await startGitServer({ folder: join(folder, 'git'), port, credentials });
    },
    async publish({ name, version, files }: FaultChart) {
      const metadata = `apiVersion: v2\nname: ${name}\nversion: ${version}\n`;
      charts.add(await packChart({ 'Chart.yaml': metadata, ...files }));
    },
    pushTag: (name: string, tag: string) => void registry.add(name, tag),
    denyRegistry: () => registry.protect(credentials),
    async close() {
      await Promise.all([git.close(), charts.close(), registry.close()]);
    },
  };
}
