import { type FluxKindName, fluxKinds, type FluxSection } from '../../../core/flux/kinds.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import { fluxRules } from './fluxRules.ts';
import { fluxScalars } from './fluxScalars.ts';
import type { PrinterColumn } from './resourceType.ts';
import { fluxTypes } from './tables/flux.ts';
import { readTypes } from './typeTable.ts';

/** Beside `all` and `fluxcd`. */
const categories: Record<FluxSection, string> = {
  kustomizations: 'fluxcd-appliers',
  helmreleases: 'fluxcd-appliers',
  sources: 'fluxcd-sources',
  images: 'fluxcd-images',
  notifications: 'fluxcd-notifications',
};

const age: PrinterColumn = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };
const ready: readonly PrinterColumn[] = [
  column('Ready', '.status.conditions[?(@.type=="Ready")].status'),
  column('Status', '.status.conditions[?(@.type=="Ready")].message'),
];
const url = column('URL', '.spec.url');

const columns: Partial<Record<FluxKindName, readonly PrinterColumn[]>> = {
  Bucket: [column('Endpoint', '.spec.endpoint'), age, ...ready],
  GitRepository: [url, age, ...ready],
  HelmRepository: [url, age, ...ready],
  OCIRepository: [url, ...ready, age],
  HelmChart: [
    column('Chart', '.spec.chart'),
    column('Version', '.spec.version'),
    column('Source Kind', '.spec.sourceRef.kind'),
    column('Source Name', '.spec.sourceRef.name'),
    age,
    ...ready,
  ],
  ExternalArtifact: [age, ...ready, column('Source', '.spec.sourceRef.name')],
  ImagePolicy: [
    column('Image', '.status.latestRef.name'),
    column('Tag', '.status.latestRef.tag'),
    ...ready,
    age,
  ],
  ImageRepository: [
    column('Image', '.spec.image'),
    column('Tags', '.status.lastScanResult.tagCount'),
    ...ready,
    { ...column('Last scan', '.status.lastScanResult.scanTime'), priority: 1 },
    age,
  ],
  ImageUpdateAutomation: [
    ...ready,
    { ...column('Last run', '.status.lastAutomationRunTime'), priority: 1 },
    age,
  ],
  Alert: [age],
  Provider: [age],
};

/** The CustomResourceDefinitions of Flux 2.9, as `flux install` would create them. */
export function fluxCrds(labels?: Record<string, string>): KubernetesObject[] {
  const schemaOf = readTypes([fluxTypes], { scalars: fluxScalars, rules: fluxRules });
  return fluxKinds.map(({ kind, group, plural, singular, shortNames, versions, section }) => {
    const schema = schemaOf(kind);
    const version = {
      name: versions[0],
      served: true,
      storage: true,
      additionalPrinterColumns: columns[kind] ?? [age, ...ready],
      schema: { openAPIV3Schema: schema },
      // Alert and Provider have no status since v1beta3.
      subresources: schema.properties?.status ? { status: {} } : {},
    };
    return {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.${group}`, ...(labels ? { labels } : {}) },
      spec: {
        group,
        names: {
          categories: ['all', 'fluxcd', categories[section]],
          kind,
          listKind: `${kind}List`,
          plural,
          ...(shortNames.length > 0 ? { shortNames } : {}),
          singular,
        },
        scope: 'Namespaced',
        versions: [version],
      },
    };
  });
}

function column(name: string, jsonPath: string): PrinterColumn {
  return { name, type: 'string', jsonPath };
}
