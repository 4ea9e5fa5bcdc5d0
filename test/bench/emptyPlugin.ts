import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Pages of the host with nothing on them, `/bench-empty/NAME`: what a plugin's own pages are measured from. */
export async function writeEmptyPlugin(folder: string): Promise<{ name: string; folder: string }> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'main.js'), source);
  // Headlamp runs no plugin that does not say for which Headlamp it was built.
  const devDependencies = { '@kinvolk/headlamp-plugin': '^0.14.0' };
  const about = { name: 'empty', version: '1.0.0', devDependencies };
  await writeFile(join(folder, 'package.json'), JSON.stringify(about));
  return { name: 'empty', folder };
}

const source = `{
  const { React, ReactRouter, registerRoute } = window.pluginLib;
  const Empty = () => React.createElement('p', { id: 'empty-' + ReactRouter.useParams().name });
  registerRoute({ path: '/bench-empty/:name', exact: true, name: 'bench-empty', sidebar: 'cluster', component: Empty });
}`;

export const emptyPath = (name: string) => `/bench-empty/${name}`;
