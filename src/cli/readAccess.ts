import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { ClusterAccess } from '../node/kubernetes/clusterAccess.ts';
import { readKubeconfig } from '../node/kubernetes/kubeconfig.ts';

/** How the person reaches a cluster: as kubectl would, unless told. Throws with one clear line. */
export async function readAccess({
  kubeconfig,
  context,
}: {
  kubeconfig?: string;
  context?: string;
}): Promise<ClusterAccess> {
  // npm runs us in the repository: INIT_CWD is where the person is.
  const usual = process.env.KUBECONFIG || join(homedir(), '.kube/config');
  const file = resolve(process.env.INIT_CWD ?? '.', kubeconfig ?? usual);
  const yaml = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      `${file}: no kubeconfig to read (${error.code}); name one with --kubeconfig FILE`
    );
  });
  return readKubeconfig(yaml, { context, folder: dirname(file) });
}
