import type { ObjectRef } from '../kubernetes/ref.ts';
import { generatorReconcile, requestedAt } from './annotations.ts';
import { fluxKindOf } from './kinds.ts';

/** What the `flux` command calls a kind, for those that it can reconcile, suspend and resume. */
const names: Record<string, string> = {
  Kustomization: 'kustomization',
  HelmRelease: 'helmrelease',
  GitRepository: 'source git',
  OCIRepository: 'source oci',
  Bucket: 'source bucket',
  HelmRepository: 'source helm',
  HelmChart: 'source chart',
  ImageRepository: 'image repository',
  ImagePolicy: 'image policy',
  ImageUpdateAutomation: 'image update',
  Receiver: 'receiver',
  Alert: 'alert',
};

/** Words that a shell takes as they are; anything else is quoted. */
function quoted(word: string): string {
  return /^[\w./:@=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The command that does the same; `kubectl` where `flux` knows no such thing. */
export function fluxCommand(
  verb: 'reconcile' | 'suspend' | 'resume',
  ref: ObjectRef,
  flags: readonly string[] = []
): string {
  const place = `${quoted(ref.name)} -n ${quoted(ref.namespace)}`;
  const name = names[ref.kind];
  if (name) return ['flux', verb, name, place, ...flags].join(' ');
  const kind = fluxKindOf(ref.group, ref.kind);
  const resource = `${kind?.plural ?? ref.kind.toLowerCase()}.${ref.group}`;
  if (verb === 'reconcile') {
    return `kubectl annotate ${resource} ${place} --overwrite ${requestedAt}="$(date +%s)"`;
  }
  if (kind?.suspend === 'annotation') {
    const value = verb === 'suspend' ? `${generatorReconcile}=disabled` : `${generatorReconcile}-`;
    return `kubectl annotate ${resource} ${place} --overwrite ${value}`;
  }
  const suspend = verb === 'suspend' ? 'true' : 'null';
  return `kubectl patch ${resource} ${place} --type merge -p '{"spec":{"suspend":${suspend}}}'`;
}
