// Its own process, as cold as a page's worker: reads a change set through Headlamp's host and compares it.
// argv: the address, the token. Writes what `NodeReading` says.
import { createChangeSet } from '../../src/plugin/worker/changeSet.ts';

export interface NodeReading {
  /** ms from the first chunk until all was compared. */
  took: number;
  entries: number;
}

const [address = '', token = ''] = process.argv.slice(2);
const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
if (!response.ok || !response.body) throw new Error(`${address} answered ${response.status}`);
const set = createChangeSet();
let start: number | undefined;
let entries = 0;
const reader = response.body.getReader();
for (let next = await reader.read(); !next.done; next = await reader.read()) {
  start ??= performance.now();
  entries += set.read(next.value).entries.length;
}
entries += set.finish().entries.length;
const reading: NodeReading = { took: performance.now() - (start ?? NaN), entries };
process.stdout.write(JSON.stringify(reading));
