import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../../node/cacheFolder.ts';

const host = resolve(import.meta.dirname, '..');
const root = resolve(host, '../../..');

/** Where the built host is, or will be: named after all that goes into it, so that a fresh clone finds it too. */
export async function hostFolder(): Promise<string> {
  const hash = createHash('sha256');
  const files = await Promise.all(
    ['browser', 'build'].map(folder =>
      readdir(join(host, folder), { recursive: true, withFileTypes: true })
    )
  );
  const paths = files
    .flat()
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
  for (const path of [...paths, join(root, 'package-lock.json')]) {
    const text = await readFile(path);
    hash.update(`${relative(root, path)}\0${text.length}\0`).update(text);
  }
  return join(cacheFolder(), `host-${hash.digest('hex').slice(0, 16)}`);
}

/** Headlamp's UI, built once for each version of its sources; about 30 seconds when it is not there yet. */
export async function buildHost(signal?: AbortSignal): Promise<string> {
  const folder = await hostFolder();
  if (existsSync(join(folder, 'index.html'))) return folder;
  await mkdir(cacheFolder(), { recursive: true });
  // Built aside and moved as a whole: a build that was cut off, or two at a time, never leave half a host.
  const aside = `${folder}.${randomBytes(4).toString('hex')}`;
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const config = join(import.meta.dirname, 'vite.config.ts');
  try {
    await promisify(execFile)(
      process.execPath,
      [vite, 'build', '--config', config, '--outDir', aside, '--emptyOutDir'],
      { cwd: root, env: { ...process.env, NODE_ENV: 'production' }, signal }
    );
    await rename(aside, folder).catch(error => {
      if (!existsSync(join(folder, 'index.html'))) throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return folder;
}
