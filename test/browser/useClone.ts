import { afterAll, beforeAll } from 'vitest';
import { type Clone, cloneHomelab } from './clone.ts';

/**
 * A working copy for what a spec pushes. The files that it names say again what they said before, for the specs that
 * look at the demo afterwards.
 */
export function useClone(
  url: string,
  ...files: string[]
): Pick<Clone, 'read' | 'write' | 'push'> & {
  /** What a file said before. */
  good(file: string): string;
} {
  let clone: Clone | undefined;
  const before = new Map<string, string>();
  const opened = () => {
    if (!clone) throw new Error(`${url} is not cloned before the first hook of the spec.`);
    return clone;
  };

  beforeAll(async () => {
    clone = await cloneHomelab(url);
    for (const file of files) before.set(file, await clone.read(file));
  });

  afterAll(async () => {
    if (!clone) return;
    for (const [file, text] of before) await clone.write(file, text);
    if (before.size > 0) await clone.push('As it was');
    await clone.close();
  });

  return {
    read: path => opened().read(path),
    write: (path, text) => opened().write(path, text),
    push: (subject, author) => opened().push(subject, author),
    good(file) {
      const text = before.get(file);
      if (text === undefined) throw new Error(`${file} is not among the files of the spec.`);
      return text;
    },
  };
}
