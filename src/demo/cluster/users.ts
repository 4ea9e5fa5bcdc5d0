import { randomBytes, randomUUID } from 'node:crypto';

export interface User {
  name: string;
  uid?: string;
  groups: readonly string[];
  extra?: Record<string, string[]>;
}

/** Who may come in, by bearer token. */
export interface Users {
  /** The token of a known user or of any `system:serviceaccount:NS:NAME`; throws for others. */
  tokenOf(name: string): string;
  /** A new token for a ServiceAccount that stops working at `expires`. */
  issue(namespace: string, name: string, expires: number): string;
  byToken(token: string): User | undefined;
}

export const anonymous: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

const known: readonly User[] = [
  { name: 'admin', groups: ['system:masters'] },
  { name: 'viewer', groups: [] },
  { name: 'nobody', groups: [] },
  { name: 'kubelet', groups: ['system:nodes'] },
  { name: 'controllers', groups: ['system:masters'] },
];

export function createUsers(now: () => number): Users {
  const tokens = new Map<string, { user: User; expires: number }>();
  const tokenByName = new Map<string, string>();

  function add(user: User, expires = Infinity): string {
    const token = randomBytes(24).toString('base64url');
    tokens.set(token, { user, expires });
    return token;
  }

  for (const user of known) {
    const whole = { ...user, uid: randomUUID(), groups: [...user.groups, 'system:authenticated'] };
    tokenByName.set(user.name, add(whole));
  }

  return {
    tokenOf(name) {
      const token = tokenByName.get(name);
      if (token) return token;
      const [, namespace, account] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name) ?? [];
      if (!namespace || !account) {
        const names = known.map(user => user.name).join(', ');
        throw new Error(
          `no user "${name}": known are ${names} and system:serviceaccount:NAMESPACE:NAME`
        );
      }
      const made = add(serviceAccount(namespace, account));
      tokenByName.set(name, made);
      return made;
    },
    issue: (namespace, name, expires) => add(serviceAccount(namespace, name), expires),
    byToken(token) {
      const entry = tokens.get(token);
      if (entry && entry.expires <= now()) tokens.delete(token);
      return entry && entry.expires > now() ? entry.user : undefined;
    },
  };
}

function serviceAccount(namespace: string, name: string): User {
  const user = `system:serviceaccount:${namespace}:${name}`;
  return { name: user, groups: [...groupsOfServiceAccount(user), 'system:authenticated'] };
}

/** The groups that a ServiceAccount's name brings with it; none for other users. */
export function groupsOfServiceAccount(user: string): string[] {
  const [, namespace] = /^system:serviceaccount:([^:]+):[^:]+$/.exec(user) ?? [];
  return namespace ? ['system:serviceaccounts', `system:serviceaccounts:${namespace}`] : [];
}
