import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { collectionOf } from './catalog.ts';
import { toNewerEvent } from './eventView.ts';
import { apiVersionOf, type ResourceType } from './schema/resourceType.ts';
import { jsonOf, type Stored } from './stored.ts';

/** The object as this version of its type. */
export function asView({ object }: Stored, type: ResourceType): KubernetesObject {
  if (isNewerEvent(type)) return toNewerEvent(object);
  const apiVersion = apiVersionOf(type);
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}

/** The JSON of `asView`, from the cache wherever it can be. */
export function jsonView(stored: Stored, type: ResourceType): string {
  if (isNewerEvent(type)) return JSON.stringify(toNewerEvent(stored.object));
  return jsonOf(stored, apiVersionOf(type), type.kind);
}

function isNewerEvent(type: ResourceType): boolean {
  return collectionOf(type) === 'events' && type.group !== '';
}
