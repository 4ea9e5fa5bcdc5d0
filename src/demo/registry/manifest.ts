import { isDigest } from './descriptor.ts';
import { RegistryError } from './registryError.ts';

/** A manifest as it was pushed: the bytes are its identity, the rest is read from them. */
export interface Manifest {
  mediaType: string;
  content: Buffer;
  artifactType?: string;
  annotations: Record<string, string>;
  /** The manifest that this one is about: a signature, an attestation. */
  subject?: string;
  /** What has to be there before it: config and layers, or manifests of an index. */
  blobs: string[];
  manifests: string[];
}

const indexTypes = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]);
const manifestTypes = new Set([
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]);

export function readManifest(content: Buffer, contentType: string): Manifest {
  const said = parse(content);
  const mediaType = typeof said.mediaType === 'string' ? said.mediaType : contentType;
  const isIndex = indexTypes.has(mediaType);
  if (!isIndex && !manifestTypes.has(mediaType)) {
    throw new RegistryError(
      'MANIFEST_INVALID',
      `"${mediaType}" is no media type of a manifest or an index that is known here`
    );
  }
  const digests = (list: unknown) => (Array.isArray(list) ? list.map(digestIn) : []);
  const config = isIndex ? [] : [digestIn(said.config)];
  const configType = (said.config as { mediaType?: unknown } | undefined)?.mediaType;
  const artifactType = [said.artifactType, configType].find(type => typeof type === 'string');
  return {
    mediaType,
    content,
    ...(typeof artifactType === 'string' ? { artifactType } : {}),
    annotations: (said.annotations ?? {}) as Record<string, string>,
    ...(said.subject === undefined ? {} : { subject: digestIn(said.subject) }),
    blobs: isIndex ? [] : [...config, ...digests(said.layers)],
    manifests: isIndex ? digests(said.manifests) : [],
  };
}

function parse(content: Buffer): Record<string, unknown> {
  try {
    const said: unknown = JSON.parse(content.toString('utf8'));
    if (typeof said === 'object' && said !== null && !Array.isArray(said)) {
      return said as Record<string, unknown>;
    }
  } catch {
    // Said below.
  }
  throw new RegistryError('MANIFEST_INVALID', 'a manifest is a JSON object');
}

function digestIn(descriptor: unknown): string {
  const digest = (descriptor as { digest?: unknown } | null | undefined)?.digest;
  if (typeof digest === 'string' && isDigest(digest)) return digest;
  throw new RegistryError(
    'MANIFEST_INVALID',
    `${JSON.stringify(descriptor) ?? 'nothing'} is no descriptor with a digest sha256:HEX`
  );
}
