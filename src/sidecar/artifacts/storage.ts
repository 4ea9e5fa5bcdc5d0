import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The folder that artifacts are kept in and served from. */
export interface ArtifactStorage {
  /** Writes a file whole or not at all. `path` is relative: `gitrepository/NAMESPACE/NAME/FILE`. */
  write(path: string, bytes: Buffer): Promise<void>;
  /** The bytes, undefined where there is no such file. */
  read(path: string): Promise<Buffer | undefined>;
  /** Whether the file is there and its bytes have the digest. */
  isIntact(path: string, digest: string): Promise<boolean>;
  /** Removes from the folder of `current` what is old, or more than is kept, and tells how many. */
  collect(current: string, now: number): Promise<number>;
  remove(path: string): Promise<void>;
}

/** As Flux keeps them, the current one among them: who has just read the old address must still find it. */
const retention = { age: 60_000, records: 2 };
const unfinished = '.unfinished-';

export function createArtifactStorage(folder: string): ArtifactStorage {
  const at = (path: string) => join(folder, path);
  return {
    async write(path, bytes) {
      await mkdir(dirname(at(path)), { recursive: true });
      const temporary = join(dirname(at(path)), `${unfinished}${process.hrtime.bigint()}`);
      const file = await open(temporary, 'w', 0o600);
      try {
        await file.writeFile(bytes);
        // A kill between here and the rename leaves no half a file under the real name.
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, at(path));
    },

    async read(path) {
      return readFile(at(path)).catch(() => undefined);
    },

    async isIntact(path, digest) {
      const bytes = await readFile(at(path)).catch(() => undefined);
      if (!bytes) return false;
      return `sha256:${createHash('sha256').update(bytes).digest('hex')}` === digest;
    },

    async collect(current, now) {
      const parent = dirname(at(current));
      const names = await readdir(parent).catch(() => []);
      const files = await Promise.all(
        names.map(async name => {
          const file = join(parent, name);
          const found = await stat(file).catch(() => undefined);
          return { file, name, time: found?.mtimeMs ?? now };
        })
      );
      const others = files
        .filter(({ file }) => file !== at(current))
        .sort((a, b) => b.time - a.time);
      const isOld = ({ time }: { time: number }) => now - time > retention.age;
      const whole = others.filter(({ name }) => !name.startsWith(unfinished));
      const stale = whole.filter((file, index) => isOld(file) || index >= retention.records - 1);
      const broken = others.filter(({ name }) => name.startsWith(unfinished)).filter(isOld);
      await Promise.all([...stale, ...broken].map(({ file }) => rm(file, { force: true })));
      return stale.length;
    },

    async remove(path) {
      await rm(at(path), { recursive: true, force: true });
    },
  };
}
