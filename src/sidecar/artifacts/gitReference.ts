import { satisfies, SemVer, validRange } from 'semver';

/** `spec.ref` of a GitRepository. */
export interface GitReference {
  branch?: string;
  tag?: string;
  semver?: string;
  name?: string;
  commit?: string;
}

/** What to fetch, and how its revision is written before `@sha1:`. */
export interface Target {
  /** A full reference, or a commit's hash. */
  fetch: string;
  /** The branch, tag or reference of the revision; '' for a bare commit. */
  name: string;
  /** The hash that the server has there now: of the commit, for an annotated tag too. */
  hash: string;
}

/** The references of a server, as `git ls-remote` gives them: annotated tags have a second entry with `^{}`. */
export type References = ReadonlyMap<string, string>;

/** The commit that a reference asks for. Precedence as in Flux: commit, name, tag, semver, branch, then `master`. */
export function toTarget(ref: GitReference, references: References): Target {
  if (ref.commit) return { fetch: ref.commit, name: ref.branch ?? '', hash: ref.commit };
  if (ref.name) return existing(ref.name, ref.name, references);
  if (ref.tag) return existing(`refs/tags/${ref.tag}`, ref.tag, references);
  if (ref.semver) {
    const tag = newestTag(ref.semver, references);
    return existing(`refs/tags/${tag}`, tag, references);
  }
  const branch = ref.branch ?? 'master';
  return existing(`refs/heads/${branch}`, branch, references);
}

/** Patterns for `ls-remote`, so that the server sends no more than is needed. */
export function wantedReferences(ref: GitReference): string[] {
  if (ref.commit) return [];
  if (ref.name) return [ref.name, `${ref.name}^{}`];
  if (ref.tag) return [`refs/tags/${ref.tag}`, `refs/tags/${ref.tag}^{}`];
  if (ref.semver) return ['refs/tags/*'];
  return [`refs/heads/${ref.branch ?? 'master'}`];
}

/** The server has no such reference, in the words of Flux. */
export class ReferenceNotFound extends Error {}

function existing(fetch: string, name: string, references: References): Target {
  const hash = references.get(`${fetch}^{}`) ?? references.get(fetch);
  if (!hash) throw new ReferenceNotFound(`couldn't find remote ref "${fetch}"`);
  return { fetch, name, hash };
}

function newestTag(range: string, references: References): string {
  // Masterminds writes "and" with a comma where npm's ranges have a space.
  const wanted = validRange(range.replaceAll(',', ' '));
  if (wanted === null) throw new Error(`semver parse error: improper constraint: ${range}`);
  let newest: { tag: string; version: SemVer } | undefined;
  for (const reference of references.keys()) {
    if (!reference.startsWith('refs/tags/') || reference.endsWith('^{}')) continue;
    const tag = reference.slice('refs/tags/'.length);
    const version = toVersion(tag);
    if (!version || !satisfies(version, wanted)) continue;
    if (!newest || version.compare(newest.version) > 0) newest = { tag, version };
  }
  if (!newest) throw new Error(`no match found for semver: ${range}`);
  return newest.tag;
}

function toVersion(tag: string): SemVer | undefined {
  try {
    return new SemVer(tag.replace(/^v/, ''));
  } catch {
    return undefined;
  }
}
