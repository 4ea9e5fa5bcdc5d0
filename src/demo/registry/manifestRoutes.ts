import { answer, type Exchange } from './exchange.ts';
import { RegistryError } from './registryError.ts';

/** Of one manifest, as most registries have it. */
const maxManifest = 4 * 1024 * 1024;

export async function serveManifest(exchange: Exchange): Promise<void> {
  const { method, name, reference, response } = exchange;
  if (method === 'GET' || method === 'HEAD') {
    const { mediaType, content, digest } = exchange.repository().manifest(reference);
    const headers = { 'Content-Type': mediaType, 'Docker-Content-Digest': digest };
    return answer(response, 200, headers, content);
  }
  if (method === 'PUT') {
    const content = await exchange.body(maxManifest);
    const type = exchange.header('content-type') ?? '';
    const { digest, subject } = exchange.newRepository().putManifest(reference, content, type);
    return answer(response, 201, {
      Location: `/v2/${name}/manifests/${digest}`,
      'Docker-Content-Digest': digest,
      ...(subject ? { 'OCI-Subject': subject } : {}),
    });
  }
  if (method === 'DELETE') {
    exchange.repository().deleteManifest(reference);
    return answer(response, 202);
  }
  throw new RegistryError('UNSUPPORTED', `${method} of a manifest is not served here`);
}

export function serveReferrers({ reference, query, repository, response }: Exchange): void {
  const wanted = query.get('artifactType');
  const manifests = repository()
    .referrers(reference)
    .filter(({ artifactType }) => wanted === null || artifactType === wanted);
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  answer(
    response,
    200,
    {
      'Content-Type': mediaType,
      ...(wanted === null ? {} : { 'OCI-Filters-Applied': 'artifactType' }),
    },
    JSON.stringify({ schemaVersion: 2, mediaType, manifests })
  );
}
