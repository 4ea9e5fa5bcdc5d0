import { join } from 'node:path';
import { buildGoTools, oracleTools } from '../../../src/demo/plane/goTools.ts';
import { runProcess } from '../../../src/node/process.ts';
import type { Side } from './side.ts';

/** What the command itself prints of all objects of a kind: `NAMESPACE/NAME READY SUSPENDED`, sorted. */
export async function fluxGet(
  side: Side,
  kind: 'kustomizations' | 'sources git'
): Promise<string[]> {
  const { folder } = await buildGoTools(oracleTools);
  const args = ['get', ...kind.split(' '), '--all-namespaces', '--no-header'];
  const { code, stdout, stderr } = await runProcess(
    join(folder, 'flux'),
    [...args, '--kubeconfig', side.kubeconfig],
    { env: { HOME: folder }, timeout: 60_000 }
  );
  if (code !== 0) throw new Error(`flux ${args.join(' ')}: ${stderr.toString()}`);
  return stdout
    .toString()
    .split('\n')
    .flatMap(line => {
      const [namespace, name, , suspended, ready] = line.split('\t').map(cell => cell.trim());
      // A message of several lines goes on without columns.
      return ready ? [`${namespace}/${name} ${ready} ${suspended}`] : [];
    })
    .sort();
}
