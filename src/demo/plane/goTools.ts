import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { cacheFolder } from '../../node/cacheFolder.ts';
import { findOnPath } from '../../node/findOnPath.ts';

/** There is no Go here, so nothing of Go's can be built. */
export class NoGoError extends Error {
  override name = 'NoGoError';
}

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

/** What kube-apiserver says it is: built from a module it knows no version, and Helm and kubectl need one. */
function versionFlags(goMod: string): string {
  const version = /^\s*k8s\.io\/kubernetes (v(\d+)\.(\d+)\.\d+)/m.exec(goMod);
  if (!version) return '';
  const [, full, major, minor] = version;
  const at = 'k8s.io/component-base/version';
  return ` -X ${at}.gitVersion=${full} -X ${at}.gitMajor=${major} -X ${at}.gitMinor=${minor}`;
}

/**
 * Builds the `tool` block of a module's go.mod, once: the folder in the cache is named by what it was built from.
 * Throws `NoGoError` where there is no Go.
 */
export async function buildGoTools(
  module: string,
  log: (line: string) => void = () => {}
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

  log(
    'Building etcd, Kubernetes and Flux with Go, once: about 8 minutes, 9 GB with the build cache'
  );
  await mkdir(dirname(folder), { recursive: true });
  const made = await mkdtemp(`${folder}.`);
  try {
    const ldflags = `-s -w${versionFlags(goMod)}`;
    const run = (...args: string[]) => runGo(go, module, args, log);
    await run(
      'build',
      '-mod=readonly',
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
    // Whoever is second keeps what the first one built.
    await rename(made, folder).catch(() => {});
  } finally {
    await rm(made, { recursive: true, force: true });
  }
  return tools;
}

/** Go's output by lines; its errors are passed on as they come, and thrown with its last words. */
function runGo(
  go: string,
  cwd: string,
  args: string[],
  log: (line: string) => void
): Promise<string[]> {
  // Without the `direct` fallback: a module that the proxy refuses would become a wait for a Git host.
  const proxies = (process.env.GOPROXY ?? '').replace(/[,|]direct$/, '');
  const env = { ...process.env, ...(proxies ? { GOPROXY: proxies } : {}) };
  const child = spawn(go, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
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
