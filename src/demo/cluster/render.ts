import { type Form, formOf } from './accept.ts';
import type { Call } from './call.ts';
import { columnsOf } from './columns.ts';
import type { ResourceType } from './schema/resourceType.ts';
import { apiVersionOf } from './schema/resourceType.ts';
import type { Stored } from './stored.ts';
import { asView, jsonView } from './view.ts';

export interface ListMeta {
  resourceVersion: string;
  continue?: string;
  remainingItemCount?: number;
}

/** Writes objects in the form that the client asked for. */
export interface Renderer {
  /** Names the form: events of equal key are equal bytes. Undefined where the bytes depend on the time. */
  key?: string;
  one(stored: Stored): string;
  list(items: readonly Stored[], metadata: ListMeta): string;
  /** An object of this form with nothing but metadata: a bookmark's. */
  bare(metadata: BareMeta): string;
}

interface BareMeta {
  resourceVersion: string;
  creationTimestamp: null;
  annotations?: Record<string, string>;
}

export function rendererOf(call: Pick<Call, 'api' | 'type' | 'headers' | 'query'>): Renderer {
  const { type } = call;
  const forms: Record<Form, () => Renderer> = {
    object: () => objectRenderer(type),
    metadata: metadataRenderer,
    table: () => tableRenderer(call),
  };
  return forms[formOf(call.headers.accept)]();
}

function objectRenderer(type: ResourceType): Renderer {
  const apiVersion = apiVersionOf(type);
  return {
    key: apiVersion,
    one: stored => jsonView(stored, type),
    bare: metadata => JSON.stringify({ kind: type.kind, apiVersion, metadata }),
    list: (items, metadata) =>
      listText(
        `${type.kind}List`,
        apiVersion,
        metadata,
        items.map(item => jsonView(item, type))
      ),
  };
}

const partial = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' };

function metadataRenderer(): Renderer {
  return {
    key: 'metadata',
    one: metadataText,
    bare: metadata => JSON.stringify({ ...partial, metadata }),
    list: (items, metadata) =>
      listText('PartialObjectMetadataList', 'meta.k8s.io/v1', metadata, items.map(metadataText)),
  };
}

function metadataText({ object }: Stored): string {
  return `{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":${JSON.stringify(
    object.metadata
  )}}`;
}

function listText(
  kind: string,
  apiVersion: string,
  metadata: ListMeta,
  items: readonly string[]
): string {
  return `{"kind":"${kind}","apiVersion":"${apiVersion}","metadata":${JSON.stringify(
    metadata
  )},"items":[${items.join(',')}]}`;
}

function tableRenderer({ api, type, query }: Pick<Call, 'api' | 'type' | 'query'>): Renderer {
  const columns = columnsOf(type);
  const definitions = columns.map(({ cell: _cell, ...definition }) => definition);
  const include = query.get('includeObject') || 'Metadata';
  const row = (stored: Stored) => {
    const cells = columns.map(column => column.cell(asStored(stored), api.now()) ?? null);
    const object =
      include === 'None'
        ? ''
        : `,"object":${include === 'Object' ? jsonView(stored, type) : metadataText(stored)}`;
    return `{"cells":${JSON.stringify(cells)}${object}}`;
  };
  const asStored = (stored: Stored) => (type.custom ? asView(stored, type) : stored.object);
  const table = (items: readonly Stored[], metadata: ListMeta) =>
    `{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":${JSON.stringify(
      metadata
    )},"columnDefinitions":${JSON.stringify(definitions)},"rows":[${items.map(row).join(',')}]}`;
  return {
    one: stored => table([stored], { resourceVersion: String(stored.revision) }),
    list: table,
    bare: metadata =>
      JSON.stringify({
        kind: 'Table',
        apiVersion: 'meta.k8s.io/v1',
        metadata: { resourceVersion: metadata.resourceVersion },
        columnDefinitions: null,
        rows: [{ cells: [], object: { ...partial, metadata } }],
      }),
  };
}
