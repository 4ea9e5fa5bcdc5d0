import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';

/** One outcome that the object's own status remembers, newest first. Flux keeps five. */
export interface HistoryRow {
  key: string;
  /** Kustomization: the source's revision. HelmRelease: the chart's version. */
  revision?: string;
  outcome: 'succeeded' | 'failed' | 'other';
  /** The controller's word: ReconciliationSucceeded, HealthCheckFailed, deployed, superseded, … */
  status: string;
  first?: string;
  last?: string;
  /** A Go duration, `2.8s`. */
  duration?: string;
  /** How often this build was reconciled with this outcome. */
  times?: number;
  /** HelmRelease: the number of the Helm release, and what made it. */
  number?: number;
  action?: string;
}

const goodReleases = new Set(['deployed', 'superseded']);

function kustomizationRow(entry: Record<string, unknown>): HistoryRow {
  const status = text(entry.lastReconciledStatus) ?? '';
  const times = entry.totalReconciliations;
  return {
    key: `${text(entry.digest) ?? ''} ${status}`,
    revision: text(record(entry.metadata).revision),
    outcome: status === 'ReconciliationSucceeded' ? 'succeeded' : 'failed',
    status,
    first: text(entry.firstReconciled),
    last: text(entry.lastReconciled),
    duration: text(entry.lastReconciledDuration),
    times: typeof times === 'number' ? times : undefined,
  };
}

function releaseRow(entry: Record<string, unknown>): HistoryRow {
  const status = text(entry.status) ?? '';
  const number = Number(entry.version) || 0;
  return {
    key: `${text(entry.name) ?? ''} ${number}`,
    revision: text(entry.chartVersion),
    outcome: goodReleases.has(status) ? 'succeeded' : status === 'failed' ? 'failed' : 'other',
    status,
    first: text(entry.firstDeployed),
    last: text(entry.lastDeployed),
    number,
    action: text(entry.action),
  };
}

export function historyOf(object: KubernetesObject): HistoryRow[] {
  const rows = list(record(object.status).history).map(record);
  if (object.kind === 'Kustomization') return rows.map(kustomizationRow);
  if (object.kind !== 'HelmRelease') return [];
  return rows.map(releaseRow).sort((a, b) => (b.number ?? 0) - (a.number ?? 0));
}
