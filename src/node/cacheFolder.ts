import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where things built or fetched outside the tree live, so that every clone finds them. */
export function cacheFolder(): string {
  const told = process.env.XDG_CACHE_HOME ?? '';
  return join(isAbsolute(told) ? told : join(homedir(), '.cache'), 'lumen');
}
