import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { contextsOf, readKubeconfig } from '../node/kubernetes/kubeconfig.ts';
import type { HostedCluster } from './host/server/hostedCluster.ts';

export interface KubeconfigClusters {
  clusters: HostedCluster[];
  /** Contexts that cannot be used, and why, in one line each. */
  leftOut: string[];
}

/**
 * The clusters of a kubeconfig, each as the user that its context names: of all its contexts, the current one first,
 * or of the ones named. One that cannot be used is an error where it was named, or where no other is left.
 */
export async function readKubeconfigClusters(
  file: string,
  contexts: readonly string[] = []
): Promise<KubeconfigClusters> {
  const config = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      error.code === 'ENOENT' ? `${file}: there is no such file.` : `${file}: ${error.message}`
    );
  });
  const { current, names } = wordedFor(file, () => contextsOf(config));
  if (names.length === 0) {
    throw new Error(`${file}: it names no contexts, so it is no kubeconfig of a cluster.`);
  }
  const unknown = contexts.find(context => !names.includes(context));
  if (unknown !== undefined) {
    throw new Error(`${file}: no context ${unknown}, only ${names.join(', ')}.`);
  }
  const isNamed = contexts.length > 0;
  const first = names.filter(name => name === current);
  const clusters: HostedCluster[] = [];
  const leftOut: string[] = [];
  for (const context of new Set(isNamed ? contexts : [...first, ...names])) {
    try {
      clusters.push(
        wordedFor(`${file}, context ${context}`, () => {
          const access = readKubeconfig(config, { context, folder: dirname(resolve(file)) });
          if (!/^https?:$/.test(URL.parse(access.server)?.protocol ?? '')) {
            throw new Error(`its server "${access.server}" is no http or https URL`);
          }
          return { ...access, name: nameOf(context, clusters), signedIn: true };
        })
      );
    } catch (error) {
      if (isNamed) throw error;
      leftOut.push((error as Error).message);
    }
  }
  if (clusters.length === 0) throw new Error(leftOut[0]);
  return { clusters, leftOut };
}

/** Under which Headlamp's addresses can name a context: `/` ends a name there, and `+` joins several. */
function nameOf(context: string, others: readonly HostedCluster[]): string {
  const name = context.replaceAll('/', '--').replaceAll('+', '-').replace(/\s+/g, '__');
  if (!others.some(other => other.name === name)) return name;
  throw new Error(`another context is named ${name} here already`);
}

/** Errors of reading say of what, in one line: those of YAML show the place in several. */
function wordedFor<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n');
    throw new Error(`${what}: ${line.replace(/^kubeconfig: /, '').replace(/[:.]$/, '')}.`);
  }
}
