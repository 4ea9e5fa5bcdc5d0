import { inject } from 'vitest';
import { kubeconfigOf } from '../../src/demo/cluster/kubeconfig.ts';
import type { ClusterAccess } from '../../src/node/kubernetes/clusterAccess.ts';

/** The real control plane that a run of the cluster suites shares. */
export interface SharedPlane {
  url: string;
  /** PEM */
  ca: string;
  tokens: Record<string, string>;
  /** Where Flux receives webhooks. */
  receiver: string;
  /** Where the process that started it is asked to do something. */
  control: string;
  /** The sidecar's folder, and the file with what all parts say. */
  storage: string;
  logFile: string;
}

/** Undefined where the run has no real control plane: then the embedded one is under test. */
export function sharedPlane() {
  const plane = inject('plane') as SharedPlane | undefined;
  if (!plane) return undefined;
  const { url, ca, tokens, receiver, control, storage, logFile } = plane;
  const token = (user: string) => {
    const known = tokens[user];
    if (!known) throw new Error(`user "${user}": one of ${Object.keys(tokens).join(', ')}`);
    return known;
  };
  const ask = async (action: string) => {
    const answer = await fetch(`${control}/${action}`, { method: 'POST' });
    if (!answer.ok) throw new Error(`${action}: ${await answer.text()}`);
  };
  return {
    url,
    ca,
    token,
    kubeconfig: (user: string) =>
      kubeconfigOf({ name: 'plane', url, ca, user, token: token(user) }),
    access: (user: string): ClusterAccess => ({ server: url, ca, token: async () => token(user) }),
    receiver: () => receiver,
    crash: () => ask('crash'),
    recover: () => ask('recover'),
    /** Of Flux's controllers, the one for images' automations. */
    automation: {
      crash: () => ask('crash-automation'),
      recover: () => ask('recover-automation'),
    },
    sidecar: {
      storage,
      logFile,
      crash: () => ask('crash-sidecar'),
      recover: () => ask('recover-sidecar'),
    },
    close: async () => {},
  };
}
