import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { resource } from '../resource.ts';
import type { OperatorKind, Outcome } from './operator.ts';

const apiVersion = 'tuppr.home-operations.com/v1alpha1';

/** The only node runs what the demo runs: every upgrade is done already. */
async function settleUpgrade(upgrade: KubernetesObject): Promise<Outcome> {
  const { generation } = upgrade.metadata;
  const status = { phase: 'Completed', observedGeneration: generation };
  const message = 'All nodes run the target version';
  return { ready: true, reason: 'Completed', message, status };
}

export const upgradeKinds: OperatorKind[] = [
  { resource: resource(apiVersion, 'TalosUpgrade', 'talosupgrades'), settle: settleUpgrade },
  {
    resource: resource(apiVersion, 'KubernetesUpgrade', 'kubernetesupgrades'),
    settle: settleUpgrade,
  },
];
