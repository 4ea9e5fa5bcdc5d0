import type { StructuralSchema } from './structural.ts';

/** One served version of one kind: what discovery says of it, and what its objects look like. */
export interface ResourceType {
  /** Empty for the core group. */
  group: string;
  version: string;
  kind: string;
  plural: string;
  singular: string;
  shortNames: readonly string[];
  categories: readonly string[];
  namespaced: boolean;
  subresources: { status?: boolean; scale?: ScaleSubresource };
  schema: StructuralSchema;
  /** Whether the API server counts changes of the spec. ConfigMap, Secret, RBAC and the like have no generation. */
  hasGeneration?: boolean;
  /** Verbs where they are not all eight: reviews can only be created. */
  verbs?: readonly string[];
  /** Of a CustomResourceDefinition. */
  custom?: boolean;
  /** The version that is stored, of a CustomResourceDefinition with several. */
  storage?: boolean;
  /** Set where the version is served but should not be used. */
  deprecationWarning?: string;
  /** Columns of `kubectl get`, where the type brings its own. */
  printerColumns?: readonly PrinterColumn[];
}

/** Where `scale` finds its numbers, as JSON paths with a leading dot. */
export interface ScaleSubresource {
  specReplicasPath: string;
  statusReplicasPath: string;
  labelSelectorPath?: string;
}

export interface PrinterColumn {
  name: string;
  type: string;
  jsonPath: string;
  description?: string;
  priority?: number;
  format?: string;
}

/** `apps/v1`, or `v1` in the core group. */
export function apiVersionOf(type: ResourceType): string {
  return type.group === '' ? type.version : `${type.group}/${type.version}`;
}

/** `deployments.apps`, or `pods` in the core group: how errors name a resource. */
export function qualifiedResource(type: ResourceType): string {
  return type.group === '' ? type.plural : `${type.plural}.${type.group}`;
}
