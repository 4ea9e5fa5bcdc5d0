import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { local, root } from './steps.ts';

/** As a folder of Headlamp's plugin folder: main.js, package.json, locales/. */
export const pluginFolder = join(root, 'dist');
const stamp = join(pluginFolder, '.built-from');

/** All that the built file is made of. */
const sources = [
  'src/index.tsx',
  'src/plugin',
  'src/core',
  'src/protocol',
  'locales',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vite.config.ts',
  'headlamp-plugin.config.js',
  'src/cli/buildPlugin.ts',
];

async function filesOf(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256');
  const paths = (await Promise.all(sources.map(path => filesOf(join(root, path))))).flat().sort();
  for (const path of paths.filter(file => !/\.test\.tsx?$/.test(file))) {
    const text = await readFile(path);
    hash.update(`${relative(root, path)}\0${text.length}\0`).update(text);
  }
  return hash.digest('hex');
}

export async function isPluginBuilt(): Promise<boolean> {
  const built = await readFile(stamp, 'utf8').catch(() => '');
  return built === (await hashOfSources());
}

/** Builds the plugin with Headlamp's own tool, if anything that it is made of has changed. */
export async function buildPlugin(signal?: AbortSignal): Promise<void> {
  const hash = await hashOfSources();
  if ((await readFile(stamp, 'utf8').catch(() => '')) === hash) return;
  const [node = '', ...args] = local(
    '@kinvolk/headlamp-plugin/bin/headlamp-plugin.js',
    'build',
    root
  );
  // Whoever asks may be a test, whose NODE_ENV makes another, larger file.
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)(node, args, { cwd: root, env, signal }).catch(error => {
    throw new Error(`Building the plugin failed:\n${error.stdout}${error.stderr}`.trim());
  });
  await copyFile(join(root, 'package.json'), join(pluginFolder, 'package.json'));
  await writeFile(stamp, hash);
}

/** kB of the plugin's file after gzip, as a browser fetches it. */
export async function pluginSize(): Promise<number> {
  return gzipSync(await readFile(join(pluginFolder, 'main.js'))).length / 1000;
}
