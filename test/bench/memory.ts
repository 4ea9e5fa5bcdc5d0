import { readdir, readFile } from 'node:fs/promises';

/** A process and all that it started, as process ids. Linux only. */
async function familyOf(root: number): Promise<number[]> {
  const ids = (await readdir('/proc')).filter(name => /^\d+$/.test(name)).map(Number);
  const parents = new Map<number, number>();
  for (const id of ids) {
    const status = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '');
    // The name in parentheses may hold anything; the parent is the second field behind it.
    const parent = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
    parents.set(id, parent);
  }
  const family = [root];
  for (const member of family) {
    for (const [id, parent] of parents) if (parent === member) family.push(id);
  }
  return family;
}

/** MB that a process and all that it started hold, memory that they share counted once. */
export async function memoryOf(root: number): Promise<number> {
  let kilobytes = 0;
  for (const id of await familyOf(root)) {
    const text = await readFile(`/proc/${id}/smaps_rollup`, 'utf8').catch(() => '');
    kilobytes += Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0);
  }
  return kilobytes / 1000;
}
