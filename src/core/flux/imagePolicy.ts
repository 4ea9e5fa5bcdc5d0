import { type KubernetesObject, record, text } from '../kubernetes/object.ts';
import type { Sentence } from '../sentence.ts';

export interface SelectedImage {
  image: string;
  tag: string;
  digest?: string;
}

/** `status.latestRef`, or what Flux before 2.6 wrote as `status.latestImage`. */
export function selectedImageOf(object: KubernetesObject): SelectedImage | undefined {
  const status = record(object.status);
  const { name, tag, digest } = record(status.latestRef);
  if (text(name) && text(tag)) {
    return { image: String(name), tag: String(tag), digest: text(digest) };
  }
  const [image, older] = splitTag(text(status.latestImage) ?? '');
  return older ? { image, tag: older } : undefined;
}

/** A colon before the last slash belongs to the registry's port. */
function splitTag(image: string): [string, string | undefined] {
  const colon = image.lastIndexOf(':');
  return colon > image.lastIndexOf('/')
    ? [image.slice(0, colon), image.slice(colon + 1)]
    : [image, undefined];
}

/** How the policy chooses, in words. Undefined where its spec names no rule that Lumen knows. */
export function imageRuleOf(object: KubernetesObject): Sentence | undefined {
  const spec = record(object.spec);
  const policy = record(spec.policy);
  const pattern = text(record(spec.filterTags).pattern);
  const filtered = pattern ? '.filtered' : '';
  const among: Record<string, string> = pattern ? { pattern } : {};
  const order = (rule: unknown) => (text(record(rule).order) === 'desc' ? 'desc' : 'asc');

  const range = text(record(policy.semver).range);
  if (range) return { id: `rule.semver${filtered}`, params: { range, ...among } };
  for (const name of ['alphabetical', 'numerical']) {
    if (!policy[name]) continue;
    return { id: `rule.${name}.${order(policy[name])}${filtered}`, params: among };
  }
  return undefined;
}
