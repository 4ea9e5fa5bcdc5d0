import { diffObjects, type ObjectDiff } from '../core/diff/changeSet.ts';
import {
  type ChangesHead,
  type ChangesLine,
  changesRoute,
  type KustomizationLine,
  type ObjectLine,
} from '../protocol/changes.ts';
import { SidecarError, type SidecarProxy } from './sidecarProxy.ts';

/** One object that differs, or went from one Kustomization to another. */
export interface ObjectChange extends Pick<ObjectLine, 'kustomization' | 'was' | 'file' | 'fate'> {
  diff: ObjectDiff;
}

export interface ReadChanges {
  head: ChangesHead;
  kustomizations: KustomizationLine[];
  objects: ObjectChange[];
  /** Objects whose every difference means nothing to Kubernetes. */
  noisy: number;
}

/** Reads a change set through the sidecar, each object compared as it comes. Throws `SidecarError`. */
export async function readChanges(
  sidecar: SidecarProxy,
  query: { of: string; from: string; to: string }
): Promise<ReadChanges> {
  let head: ChangesHead | undefined;
  let isWhole = false;
  const read: Omit<ReadChanges, 'head'> = { kustomizations: [], objects: [], noisy: 0 };
  for await (const text of sidecar.lines(changesRoute, query)) {
    const line = JSON.parse(text) as ChangesLine;
    if (line.type === 'head') head = line;
    else if (line.type === 'kustomization') read.kustomizations.push(line);
    else if (line.type === 'end') isWhole = true;
    else if (line.type === 'object') {
      const { kustomization, was, file, fate, ref, left, right } = line;
      const diff = diffObjects({ ref, left, right });
      if (diff.change === 'same' && was === undefined && diff.notComparable === 0) read.noisy++;
      else read.objects.push({ kustomization, was, file, fate, diff });
    }
  }
  if (!head) throw new SidecarError('The sidecar answered nothing that this command knows.');
  if (!isWhole) {
    throw new SidecarError(
      'The answer broke off before its end: what was read is not all. Ask again.'
    );
  }
  return { head, ...read };
}

/** Whether anything was left out of the comparison. */
export function isPart({ kustomizations }: ReadChanges): boolean {
  return kustomizations.some(({ change }) => change === 'failed' || change === 'not-rendered');
}

/** Whether anything is another after `to` was applied. */
export function isChange({ kustomizations, objects }: ReadChanges): boolean {
  const came = kustomizations.some(({ change }) => change === 'created' || change === 'deleted');
  return came || objects.some(({ diff, was }) => diff.change !== 'same' || was !== undefined);
}

/** For scripts. */
export function toJson({ head, kustomizations, objects, noisy }: ReadChanges): string {
  const counts = { created: 0, changed: 0, recreated: 0, deleted: 0, same: 0 };
  for (const { diff } of objects) counts[diff.change]++;
  return JSON.stringify({
    of: head.of,
    source: head.source,
    from: head.from,
    to: head.to,
    kustomizations: kustomizations.map(({ type: _type, ...line }) => line),
    objects: objects.map(({ diff, ...where }) => ({
      ref: diff.ref,
      change: diff.change,
      paths: diff.fields.filter(({ noise }) => !noise).map(({ path }) => path),
      notComparable: diff.notComparable,
      risk: diff.risk,
      because: diff.because,
      ...where,
    })),
    counts: { ...counts, unchanged: head.counts.unchanged + noisy },
  });
}
