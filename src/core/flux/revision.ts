/** A source's revision, taken apart: `flux@sha1:5763edb…`, `1.2.3@sha256:9f3c…`, `sha256:…`, a chart version. */
export interface Revision {
  /** The whole text, as Flux wrote it. */
  full: string;
  /** Branch, tag or version, '' where the revision is a bare digest. */
  name: string;
  /** Hex of the commit or digest, undefined where there is none (a chart version). */
  hash?: string;
}

const digest = /^(?:(.*)@)?(?:sha1|sha256|sha384|sha512|blake3):([0-9a-f]+)$/i;
/** As controllers wrote it before their v1 APIs: `main/5763edb…`. */
const legacy = /^(.*)\/([0-9a-f]{40,64})$/i;

export function parseRevision(full: string): Revision {
  const match = digest.exec(full) ?? legacy.exec(full);
  if (!match) return { full, name: full };
  return { full, name: (match[1] ?? '').replace(/^refs\/(heads|tags)\//, ''), hash: match[2] };
}

/** For reading: `flux@5763edb`, `1.2.3@9f3c1a2`, `5763edb`, or the text itself. */
export function shortRevision(full: string): string {
  const { name, hash } = parseRevision(full);
  if (!hash) return full;
  return name ? `${name}@${hash.slice(0, 7)}` : hash.slice(0, 7);
}

/** Whether two revisions name the same content. Both must be known. */
export function isSameRevision(a: string | undefined, b: string | undefined): boolean {
  if (!a || !b) return false;
  if (a === b) return true;
  const [left, right] = [parseRevision(a), parseRevision(b)];
  return left.hash !== undefined && left.hash === right.hash && left.name === right.name;
}
