import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildGoTools, oracleTools } from '../../src/demo/plane/goTools.ts';
import { runProcess } from '../../src/node/process.ts';

/** What the command `flux get all -A` says of an object; columns that its kind has not are undefined. */
export interface FluxGetRow {
  ready?: string;
  suspended?: string;
}

export interface FluxGet {
  /** By `KIND/NAMESPACE/NAME`, the kind in lower case. */
  rows(): Promise<Map<string, FluxGetRow>>;
  close(): Promise<void>;
}

/** Flux's own command as an oracle. */
export async function startFluxGet(kubeconfig: string): Promise<FluxGet> {
  const tools = await buildGoTools(oracleTools, line => process.stderr.write(`${line}\n`));
  const folder = await mkdtemp(join(tmpdir(), 'lumen-flux-get-'));
  const file = join(folder, 'kubeconfig');
  await writeFile(file, kubeconfig, { mode: 0o600 });
  return {
    async rows() {
      const args = ['get', 'all', '--all-namespaces', '--kubeconfig', file];
      const env = { HOME: folder };
      const ended = await runProcess(join(tools.folder, 'flux'), args, { env, timeout: 60_000 });
      if (ended.code !== 0) throw new Error(`flux get all: ${ended.stderr.toString()}`);
      return toRows(ended.stdout.toString());
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A table a kind, each with a header of its own. */
function toRows(text: string): Map<string, FluxGetRow> {
  const rows = new Map<string, FluxGetRow>();
  let header: string[] = [];
  for (const line of text.split('\n')) {
    const cells = line.split('\t').map(cell => cell.trim());
    if (cells[0] === 'NAMESPACE') header = cells;
    const [namespace, kindAndName = ''] = cells;
    const [kind, name] = kindAndName.split('/');
    if (!name) continue;
    const cell = (column: string) => cells[header.indexOf(column)];
    rows.set(`${kind}/${namespace}/${name}`, {
      ready: cell('READY'),
      suspended: cell('SUSPENDED'),
    });
  }
  return rows;
}
