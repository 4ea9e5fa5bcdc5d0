import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { cacheFolder } from '../../node/cacheFolder.ts';
import { findOnPath } from '../../node/findOnPath.ts';

/** There is no Go here, so nothing of Go's can be built. */
export class NoGoError extends Error {
  override name = 'NoGoError';
}

/** Programs that are built together: the `tool` block of a go.mod. */
export interface ToolSet {
  /** The folder with go.mod and go.sum. */
  module: string;
  /** What a person waits for, and how long. */
  what: string;
}

const cluster = resolve(import.meta.dirname, '../../../test/cluster');

export const planeTools: ToolSet = {
  module: cluster,
  what: 'etcd, Kubernetes and Flux: about 8 minutes, 9 GB with the build cache',
};

/** What tests compare with: the commands `flux`, `helm`, `kustomize` and `crane`. */
export const oracleTools: ToolSet = {
  module: join(cluster, 'oracles'),
  what: "Flux's, Helm's, kustomize's and crane's own commands: about 4 minutes",
};

export interface GoTools {
  /** The built programs, by the last part of their package's path. */
  folder: string;
  /** The CRDs of the modules that ship some, a folder each. */
  crds: string;
}

/** Modules whose CRDs the plane installs: they come with the sources of their controllers. */
const withCrds = [
  'source',
  'kustomize',
  'helm',
  'notification',
  'image-reflector',
  'image-automation',
];

/**
 * Files that a module embeds and does not ship, since its own makefile makes them: `flux` holds the manifests of
 * `flux install` and `flux bootstrap`, which nothing here calls. An empty one in their place lets it be built.
 */
const embedded = [{ module: 'github.com/fluxcd/flux2/v2', file: 'cmd/flux/manifests/none.yaml' }];

/** What kube-apiserver says it is: built from a module it knows no version, and Helm and kubectl need one. */
function versionFlags(goMod: string): string {
  const version = /^\s*k8s\.io\/kubernetes (v(\d+)\.(\d+)\.\d+)/m.exec(goMod);
  if (!version) return '';
  const [, full, major, minor] = version;
  const at = 'k8s.io/component-base/version';
  return ` -X ${at}.gitVersion=${full} -X ${at}.gitMajor=${major} -X ${at}.gitMinor=${minor}`;
}

/**
 * Builds a set of programs, once: the folder in the cache is named by what it was built from.
 * Throws `NoGoError` where there is no Go.
 */
export async function buildGoTools(
  { module, what }: ToolSet,
  log: (line: string) => void = () => {},
  signal?: AbortSignal
): Promise<GoTools> {
  const go = await findOnPath('go');
  if (!go) {
    throw new NoGoError(
      'Go is not on PATH: the real control plane is built with Go 1.26 or newer.'
    );
  }
  const [goMod, goSum] = await Promise.all([
    readFile(join(module, 'go.mod'), 'utf8'),
    readFile(join(module, 'go.sum'), 'utf8'),
  ]);
  const hash = createHash('sha256').update(goMod).update(goSum).digest('hex').slice(0, 16);
  const folder = join(cacheFolder(), `go-${hash}`);
  const tools = { folder: join(folder, 'bin'), crds: join(folder, 'crds') };
  if (existsSync(folder)) return tools;

  log(`Building with Go, once: ${what}`);
  const start = Date.now();
  await mkdir(dirname(folder), { recursive: true });
  const made = await mkdtemp(`${folder}.`);
  try {
    const ldflags = `-s -w${versionFlags(goMod)}`;
    const run = (...args: string[]) => runGo(go, args, { cwd: module, log, signal });
    const modfile = join(made, 'go.mod');
    await Promise.all([writeFile(modfile, goMod), writeFile(join(made, 'go.sum'), goSum)]);
    for (const { module: path, file } of embedded) {
      if (!goMod.includes(`${path} v`)) continue;
      // Of what was never built here Go knows no folder yet.
      await run('mod', 'download', `-modfile=${modfile}`, path);
      const [home = ''] = await run('list', '-mod=readonly', '-m', '-f', '{{.Dir}}', path);
      const copy = join(made, 'sources', basename(dirname(path)));
      await copyWith(home, copy, file);
      await run('mod', 'edit', `-replace=${path}=${copy}`, modfile);
    }
    await run(
      'build',
      '-mod=readonly',
      `-modfile=${modfile}`,
      '-trimpath',
      `-ldflags=${ldflags}`,
      '-o',
      `${made}/bin/`,
      'tool'
    );
    for (const name of withCrds) {
      const path = `github.com/fluxcd/${name}-controller`;
      if (!goMod.includes(`${path} v`)) continue;
      const [home = ''] = await run('list', '-mod=readonly', '-m', '-f', '{{.Dir}}', path);
      await cp(join(home, 'config/crd/bases'), join(made, 'crds', name), { recursive: true });
    }
    await rm(join(made, 'sources'), { recursive: true, force: true });
    // Whoever is second keeps what the first one built.
    await rename(made, folder).catch(() => {});
    log(`Built in ${Math.round((Date.now() - start) / 1000)} s: ${folder}`);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
  return tools;
}

/** A copy of a module with one file more. Go keeps its sources read-only. */
async function copyWith(module: string, copy: string, file: string): Promise<void> {
  await cp(module, copy, { recursive: true });
  const entries = await readdir(copy, { recursive: true, withFileTypes: true });
  const folders = entries.filter(entry => entry.isDirectory());
  await chmod(copy, 0o755);
  for (const { parentPath, name } of folders) await chmod(join(parentPath, name), 0o755);
  await mkdir(dirname(join(copy, file)), { recursive: true });
  await writeFile(join(copy, file), '');
}

/** Go's output by lines; its errors are passed on as they come, and thrown with its last words. */
function runGo(
  go: string,
  args: string[],
  options: { cwd: string; log: (line: string) => void; signal?: AbortSignal }
): Promise<string[]> {
  const { cwd, log, signal } = options;
  // Without the `direct` fallback: a module that the proxy refuses would become a wait for a Git host.
  const proxies = (process.env.GOPROXY ?? '').replace(/[,|]direct$/, '');
  const env = { ...process.env, ...(proxies ? { GOPROXY: proxies } : {}) };
  const child = spawn(go, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], signal });
  const out: string[] = [];
  const last: string[] = [];
  createInterface({ input: child.stdout }).on('line', line => out.push(line));
  createInterface({ input: child.stderr }).on('line', line => {
    if (!line.startsWith('go: downloading')) log(line);
    last.push(line);
    if (last.length > 20) last.shift();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => {
      if (code === 0) resolve(out);
      else reject(new Error(`go ${args[0]} failed in ${cwd}:\n${last.join('\n')}`));
    });
  });
}
