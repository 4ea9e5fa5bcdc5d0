import { list, record, text } from './object.ts';

/** One resource as discovery tells it; what a server leaves out is undefined. */
export interface DiscoveredResource {
  group: string;
  version?: string;
  kind?: string;
  plural?: string;
  isNamespaced: boolean;
  /** Whether its objects may be listed at all, by whoever has the right. */
  canBeListed: boolean;
}

/** All of an aggregated discovery document, versions of a group in the order that the API server prefers. */
export function* resourcesIn(body: unknown): Generator<DiscoveredResource> {
  for (const entry of list(record(body).items).map(record)) {
    const group = text(record(entry.metadata).name) ?? '';
    for (const version of list(entry.versions).map(record)) {
      for (const resource of list(version.resources).map(record)) {
        yield {
          group,
          version: text(version.version),
          kind: text(record(resource.responseKind).kind),
          plural: text(resource.resource),
          isNamespaced: resource.scope !== 'Cluster',
          canBeListed: list(resource.verbs).includes('list'),
        };
      }
    }
  }
}
