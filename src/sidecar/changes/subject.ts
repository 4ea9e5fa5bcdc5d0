import { Refused } from './refused.ts';

/** What a question is about: a Kustomization, with all that it renders, or a source, with all that is on it. */
export interface Subject {
  kind: string;
  namespace: string;
  name: string;
  /** `KIND/NAMESPACE/NAME`. */
  text: string;
}

const kinds = ['Kustomization', 'GitRepository', 'OCIRepository', 'Bucket', 'ExternalArtifact'];
const pattern = /^([A-Za-z]+)\/([a-z0-9][a-z0-9.-]{0,62})\/([a-z0-9][a-z0-9.-]{0,252})$/;

export function parseSubject(text: string): Subject {
  const [, kind = '', namespace = '', name = ''] = pattern.exec(text) ?? [];
  if (!kinds.includes(kind)) {
    const known = kinds.join(', ');
    throw new Refused('bad-request', `of: must be KIND/NAMESPACE/NAME, with a KIND of ${known}`);
  }
  return { kind, namespace, name, text };
}
