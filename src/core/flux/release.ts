import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';

/** The newest Helm release that a HelmRelease recorded. */
export interface Release {
  chart: string;
  version: string;
  appVersion?: string;
  /** Helm's own number of the release. */
  number: number;
  /** Helm's word: deployed, failed, superseded, uninstalled, pending-… */
  status: string;
  deployed?: string;
}

/** `status.history` is newest first by convention only: the highest number is the newest. */
export function releaseOf(object: KubernetesObject): Release | undefined {
  const snapshots = list(record(object.status).history).map(record);
  const number = (snapshot: Record<string, unknown>) => Number(snapshot.version) || 0;
  const [newest] = snapshots.sort((a, b) => number(b) - number(a));
  const chart = text(newest?.chartName);
  const version = text(newest?.chartVersion);
  if (!newest || !chart || !version) return undefined;
  return {
    chart,
    version,
    appVersion: text(newest.appVersion),
    number: number(newest),
    status: text(newest.status) ?? '',
    deployed: text(newest.lastDeployed),
  };
}

/** What the spec asks for: a chart and a version or range, or a reference to a source that is the chart. */
export function chartOf(object: KubernetesObject): { chart: string; version: string } | undefined {
  const spec = record(record(record(object.spec).chart).spec);
  const chart = text(spec.chart);
  if (chart) return { chart, version: text(spec.version) ?? '*' };
  const name = text(record(record(object.spec).chartRef).name);
  return name ? { chart: name, version: '' } : undefined;
}
