import { inject } from 'vitest';
import { kubeconfigOf } from '../../src/demo/cluster/kubeconfig.ts';

/** The real control plane that a run of the cluster suites shares. */
export interface SharedPlane {
  url: string;
  /** PEM */
  ca: string;
  tokens: Record<string, string>;
}

/** Undefined where the run has no real control plane: then the embedded one is under test. */
export function sharedPlane() {
  const plane = inject('plane') as SharedPlane | undefined;
  if (!plane) return undefined;
  const { url, ca, tokens } = plane;
  const token = (user: string) => {
    const known = tokens[user];
    if (!known) throw new Error(`user "${user}": one of ${Object.keys(tokens).join(', ')}`);
    return known;
  };
  return {
    url,
    ca,
    token,
    kubeconfig: (user: string) =>
      kubeconfigOf({ name: 'plane', url, ca, user, token: token(user) }),
    close: async () => {},
  };
}
