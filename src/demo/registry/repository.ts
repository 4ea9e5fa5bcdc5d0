import type { ContentStore } from './contentStore.ts';
import { checkDigest, type Descriptor, digestOf, isDigest } from './descriptor.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { RegistryError } from './registryError.ts';

/** One name of the registry. Blobs are shared with others by their digests, and seen only where they were pushed. */
export interface Repository {
  addBlob(content: Buffer): string;
  /** Takes over what another repository has; whether it has it. */
  mount(digest: string, from: Repository | undefined): boolean;
  blob(digest: string): Buffer;
  hasBlob(digest: string): boolean;
  /** By tag or digest. */
  putManifest(reference: string, content: Buffer, contentType: string): PutManifest;
  manifest(reference: string): Manifest & { digest: string };
  /** A tag goes alone; a digest takes its tags with it. */
  deleteManifest(reference: string): void;
  tags(): string[];
  /** The manifests whose subject is this one. */
  referrers(digest: string): Descriptor[];
}

export interface PutManifest {
  digest: string;
  subject?: string;
}

const tagPattern = /^\w[\w.-]{0,127}$/;

export function createRepository(name: string, contents: ContentStore): Repository {
  const blobs = new Set<string>();
  const manifests = new Map<string, Manifest>();
  const tags = new Map<string, string>();

  function find(reference: string): string {
    const digest = isDigest(reference) ? reference : tags.get(reference);
    if (digest && manifests.has(digest)) return digest;
    throw new RegistryError('MANIFEST_UNKNOWN', `${name} has no manifest ${reference}`);
  }

  function blob(digest: string): Buffer {
    const content = blobs.has(digest) ? contents.get(digest) : undefined;
    if (content) return content;
    throw new RegistryError('BLOB_UNKNOWN', `${name} has no blob ${digest}`);
  }

  return {
    addBlob(content) {
      const digest = contents.put(content);
      blobs.add(digest);
      return digest;
    },
    mount(digest, from) {
      if (!from?.hasBlob(digest)) return false;
      blobs.add(digest);
      return true;
    },
    blob,
    hasBlob: digest => blobs.has(digest),
    putManifest(reference, content, contentType) {
      if (!isDigest(reference) && !tagPattern.test(reference)) {
        throw new RegistryError('MANIFEST_INVALID', `"${reference}" is neither a tag nor a digest`);
      }
      if (isDigest(reference)) checkDigest(content, reference);
      const manifest = readManifest(content, contentType);
      manifest.blobs.forEach(needed => {
        if (blobs.has(needed)) return;
        throw new RegistryError('MANIFEST_BLOB_UNKNOWN', `${name} has no blob ${needed}`);
      });
      manifest.manifests.forEach(find);
      const digest = digestOf(content);
      contents.put(content);
      manifests.set(digest, manifest);
      if (!isDigest(reference)) tags.set(reference, digest);
      return { digest, ...(manifest.subject ? { subject: manifest.subject } : {}) };
    },
    manifest(reference) {
      const digest = find(reference);
      return { ...(manifests.get(digest) as Manifest), digest };
    },
    deleteManifest(reference) {
      const digest = find(reference);
      if (!isDigest(reference)) return void tags.delete(reference);
      manifests.delete(digest);
      for (const [tag, tagged] of tags) if (tagged === digest) tags.delete(tag);
    },
    tags: () => [...tags.keys()].sort(),
    referrers: digest =>
      [...manifests].flatMap(([own, { subject, mediaType, content, artifactType, annotations }]) =>
        subject === digest
          ? [{ mediaType, digest: own, size: content.length, artifactType, annotations }]
          : []
      ),
  };
}
