import type { ClusterAccess } from '../../../node/kubernetes/clusterAccess.ts';

/** A cluster that browsers reach through the host, and as whom. */
export interface HostedCluster extends ClusterAccess {
  name: string;
  /** The token that a browser gets at its first visit; without it, Headlamp asks for one. */
  firstToken?: string;
  /**
   * Every request goes as the user of this access, whose credentials never leave this process: no browser holds any,
   * and nobody signs in or out.
   */
  signedIn?: boolean;
}
