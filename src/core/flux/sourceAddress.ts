import { type KubernetesObject, record, text } from '../kubernetes/object.ts';
import type { Sentence } from '../sentence.ts';

/** A source's address for reading: without scheme, credentials, port 443 and `.git`. */
export function shortUrl(url: string): string {
  return url
    .replace(/^[a-z+]+:\/\//i, '')
    .replace(/^[^/@]*@/, '')
    .replace(/\.git\/?$/, '')
    .replace(/\/$/, '');
}

/** Where a source or repository reads from, whole. */
export function addressOf(object: KubernetesObject): string | undefined {
  const spec = record(object.spec);
  if (object.kind === 'Bucket') {
    const [endpoint, bucket] = [text(spec.endpoint), text(spec.bucketName)];
    return endpoint && bucket ? `${endpoint}/${bucket}` : undefined;
  }
  return text(spec.url) ?? text(spec.image);
}

/** Which branch, tag, version or commit of its repository a source follows, in words. */
export function followsOf(object: KubernetesObject): Sentence | undefined {
  const ref = record(record(object.spec).ref);
  const order =
    object.kind === 'GitRepository'
      ? (['commit', 'name', 'semver', 'tag', 'branch'] as const)
      : (['digest', 'semver', 'tag'] as const);
  for (const field of order) {
    const value = text(ref[field]);
    if (value) return { id: `follows.${field}`, params: { value } };
  }
  if (object.kind === 'GitRepository') return { id: 'follows.branch', params: { value: 'master' } };
  if (object.kind === 'OCIRepository') return { id: 'follows.tag', params: { value: 'latest' } };
  return undefined;
}
