import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../src/node/cacheFolder.ts';

const packages = resolve(import.meta.dirname, '../../node_modules');
const tool = join(packages, '@kinvolk/headlamp-plugin');
const source = join(tool, 'official-plugins/flux');
const parts = ['src', 'package.json', 'tsconfig.json'];

export interface OfficialPlugin {
  name: string;
  version: string;
  /** As a folder of Headlamp's plugin folder. */
  folder: string;
}

/** Headlamp's own plugin for Flux, built once from the source that ships with Headlamp's tool for plugins. */
export async function buildOfficialPlugin(): Promise<OfficialPlugin> {
  const { name, version } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'));
  const built = join(cacheFolder(), `official-flux-${await hashOfSource()}`);
  const folder = join(built, 'dist');
  if (existsSync(join(folder, 'package.json'))) return { name, version, folder };
  // Built aside and moved as a whole: a build that was cut off leaves nothing.
  const aside = `${built}.${randomBytes(4).toString('hex')}`;
  await mkdir(aside, { recursive: true });
  try {
    for (const part of parts) {
      await cp(join(source, part), join(aside, part), { recursive: true });
    }
    await symlink(packages, join(aside, 'node_modules'));
    const build = [join(tool, 'bin/headlamp-plugin.js'), 'build', aside];
    await promisify(execFile)(process.execPath, build, { cwd: aside });
    await cp(join(aside, 'package.json'), join(aside, 'dist/package.json'));
    await rename(aside, built).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return { name, version, folder };
}

async function hashOfSource(): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(join(source, 'src'), { recursive: true, withFileTypes: true });
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));
  for (const file of [...files, join(source, 'package.json'), join(tool, 'package.json')].sort()) {
    const text = await readFile(file);
    hash.update(`${relative(tool, file)}\0${text.length}\0`).update(text);
  }
  return hash.digest('hex').slice(0, 16);
}
