import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import { releaseOf } from './release.ts';

/**
 * When what the object stands for last changed: a new build applied, a release deployed, an artifact
 * stored, tags scanned, a commit pushed. Never a condition's time, which every retry resets.
 */
export function changedOf(object: KubernetesObject): string | undefined {
  const status = record(object.status);
  switch (object.kind) {
    case 'Kustomization':
      return text(record(list(status.history)[0]).firstReconciled);
    case 'HelmRelease':
      return releaseOf(object)?.deployed;
    case 'ImageRepository':
      return text(record(status.lastScanResult).scanTime);
    case 'ImageUpdateAutomation':
      return text(status.lastPushTime);
    default:
      return text(record(status.artifact).lastUpdateTime);
  }
}
