import type { ObjectDiff, RiskId } from '../../core/diff/changeSet.ts';
import type { Fate } from '../../core/flux/fate.ts';
import type { VersionedRef } from '../../core/kubernetes/ref.ts';

/** What the page knows of an object that differs: the object itself stays in the worker. */
export interface Entry {
  /** Its place in the stream, from 0: what the worker knows it by. */
  id: number;
  /** Names it in an address: its `refKey`, and the Kustomization too where an earlier entry is of the same object. */
  key: string;
  ref: VersionedRef;
  /** `NAMESPACE/NAME`. */
  kustomization: string;
  /** The Kustomization that rendered it on the left, where that is another. */
  was?: string;
  change: ObjectDiff['change'];
  risk?: RiskId;
  /** The immutable field that makes it be recreated. */
  because?: string;
  /** Differences that are neither noise nor unknown. */
  fields: number;
  /** Of them, masked values. */
  secrets: number;
  noise: number;
  notComparable: number;
  file?: string;
  leftFile?: string;
  fate?: Fate;
}

/** An object's line of the stream, and what its diff says. */
export function toEntry(
  diff: ObjectDiff,
  line: Pick<Entry, 'id' | 'key' | 'kustomization' | 'was' | 'file' | 'leftFile' | 'fate'>,
  isMasked: (value: unknown) => boolean
): Entry {
  const { ref, change, risk, because, noise, notComparable } = diff;
  const real = diff.fields.filter(field => !field.noise && field.kind !== 'unknown');
  const secrets = real.filter(({ left, right }) => isMasked(left) || isMasked(right)).length;
  const { id, key, kustomization } = line;
  return {
    ...{ id, key, ref, kustomization, change, noise, notComparable, secrets },
    fields: real.length,
    ...(risk && { risk }),
    ...(because && { because }),
    ...(line.was && { was: line.was }),
    ...(line.file && { file: line.file }),
    ...(line.leftFile && { leftFile: line.leftFile }),
    ...(line.fate && { fate: line.fate }),
  };
}
