import { type Descriptor, digestOf } from './descriptor.ts';

/** What a registry holds under a tag. Without layers: an image of nothing, which has a tag and a digest all the same. */
export interface Artifact {
  config?: Part;
  layers?: readonly Part[];
  annotations?: Record<string, string>;
}

export interface Part {
  mediaType: string;
  content: Buffer;
}

const emptyImage: Part = {
  mediaType: 'application/vnd.oci.image.config.v1+json',
  content: Buffer.from(
    JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] } })
  ),
};

/** Its manifest, and the blobs that this names. */
export function toManifest({ config = emptyImage, layers = [], annotations }: Artifact) {
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = {
    schemaVersion: 2,
    mediaType,
    config: describePart(config),
    layers: layers.map(describePart),
    ...(annotations ? { annotations } : {}),
  };
  return {
    mediaType,
    content: Buffer.from(JSON.stringify(manifest)),
    blobs: [config, ...layers].map(part => part.content),
  };
}

function describePart({ mediaType, content }: Part): Descriptor {
  return { mediaType, digest: digestOf(content), size: content.length };
}
