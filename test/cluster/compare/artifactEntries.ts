import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';

/** All that an archive says of its entries, in its order: a text each, contents too. */
export async function artifactEntries(url: string): Promise<string[]> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const entries: string[] = [];
  const tar = Readable.from([bytes]).pipe(createGunzip()).pipe(extract());
  for await (const entry of tar) {
    const { name, type, mode, uid, gid, mtime } = entry.header;
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const time = mtime?.getTime();
    const content = Buffer.concat(chunks).toString();
    entries.push(`${name} ${type} ${mode?.toString(8)} ${uid}:${gid} ${time} ${content}`);
  }
  return entries;
}
