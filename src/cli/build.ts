import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildPlugin, pluginSize } from './buildPlugin.ts';
import { root } from './steps.ts';

const { default: settings } = (await import(
  pathToFileURL(join(root, 'headlamp-plugin.config.js')).href
)) as { default: { budget: number } };

await buildPlugin();
const size = await pluginSize();
const line = `dist/main.js: ${size.toFixed(1)} kB after gzip, of ${settings.budget} kB allowed`;
process.stdout.write(`${line}\n`);
if (size > settings.budget) {
  process.stderr.write(
    'The plugin is too large: every page of Headlamp loads it. Find what grew, or leave it out.\n'
  );
  process.exit(1);
}
