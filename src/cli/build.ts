import settings from '../../headlamp-plugin.config.js';
import { buildPlugin, pluginSize } from './buildPlugin.ts';

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
