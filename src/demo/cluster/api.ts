import type { Catalog } from './catalog.ts';
import type { Authorizer } from './rbac.ts';
import type { Store } from './store.ts';
import type { Users } from './users.ts';

/** What the parts of one API server share. */
export interface Api {
  store: Store;
  catalog: Catalog;
  users: Users;
  authorizer: Authorizer;
  now: () => Date;
  /** Where a pod's or node's address really is: a port on loopback; undefined where nothing answers. */
  dial: (address: string, port: number) => { host: string; port: number } | undefined;
  log: (line: string) => void;
}

/** A time as Kubernetes writes it: whole seconds, UTC. */
export function timestamp(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
