import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { parse } from 'yaml';

/** A packaged chart, as `helm package` makes it. */
export interface Chart {
  name: string;
  version: string;
  /** All of Chart.yaml. */
  metadata: Record<string, unknown>;
  archive: Buffer;
  /** Hexadecimal SHA-256 of the archive. */
  digest: string;
}

const maxUnpacked = 32 * 1024 * 1024;

/** Packs a chart's files, by their paths in it: `Chart.yaml`, `templates/one.yaml`. The same files, the same bytes. */
export async function packChart(files: Readonly<Record<string, string>>): Promise<Chart> {
  const { name } = readMetadata(files['Chart.yaml'] ?? '');
  const archive = pack();
  // Chart.yaml first: Helm reads an archive from its beginning, and whoever only wants that is done.
  const paths = Object.keys(files).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  for (const path of paths) {
    archive.entry({ name: `${name}/${path}`, mode: 0o644, mtime: new Date(0) }, files[path] ?? '');
  }
  archive.finalize();
  const packed = await buffer(archive);
  return readChart(await promisify(gzip)(packed));
}

/** A chart from its archive. */
export async function readChart(archive: Buffer): Promise<Chart> {
  const unpacked = await promisify(gunzip)(archive, { maxOutputLength: maxUnpacked });
  const entries = extract();
  entries.end(unpacked);
  for await (const entry of entries) {
    if (!/^[^/]+\/Chart\.yaml$/.test(entry.header.name)) {
      entry.resume();
      continue;
    }
    const text = (await buffer(entry)).toString('utf8');
    const digest = createHash('sha256').update(archive).digest('hex');
    return { ...readMetadata(text), archive, digest };
  }
  throw new Error('no chart: its archive holds no NAME/Chart.yaml');
}

function rank(path: string): number {
  return path === 'Chart.yaml' ? 0 : 1;
}

/** Names and versions go into paths, so they may hold no others. */
function readMetadata(text: string): Pick<Chart, 'name' | 'version' | 'metadata'> {
  const metadata = (parse(text) ?? {}) as Record<string, unknown>;
  const { name, version } = metadata;
  if (typeof name !== 'string' || !/^[\w.-]+$/.test(name)) {
    throw new Error(`Chart.yaml: name: ${JSON.stringify(name)}: letters, digits, dots and dashes`);
  }
  if (typeof version !== 'string' || !/^v?\d+\.\d+\.\d+[\w.+-]*$/.test(version)) {
    throw new Error(`Chart.yaml: version: ${JSON.stringify(version)}: as semver writes it, 1.2.3`);
  }
  return { name, version, metadata };
}
