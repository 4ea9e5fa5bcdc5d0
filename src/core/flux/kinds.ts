/** The page section of the sidebar that a kind belongs to. */
export type FluxSection =
  | 'kustomizations'
  | 'helmreleases'
  | 'sources'
  | 'images'
  | 'notifications';

export interface FluxKind {
  kind: FluxKindName;
  group: string;
  plural: string;
  singular: string;
  shortNames: readonly string[];
  /** Versions that Lumen understands, the newest first. */
  versions: readonly string[];
  section: FluxSection;
  /** How it is suspended: in its spec, by an annotation (ArtifactGenerator), or not at all. */
  suspend: 'spec' | 'annotation' | 'none';
  /** Whether a controller answers `reconcile.fluxcd.io/requestedAt`. */
  reconcilable: boolean;
}

export type FluxKindName =
  | 'Kustomization'
  | 'HelmRelease'
  | 'GitRepository'
  | 'OCIRepository'
  | 'Bucket'
  | 'HelmRepository'
  | 'HelmChart'
  | 'ExternalArtifact'
  | 'ArtifactGenerator'
  | 'ImageRepository'
  | 'ImagePolicy'
  | 'ImageUpdateAutomation'
  | 'Alert'
  | 'Provider'
  | 'Receiver';

const source = 'source.toolkit.fluxcd.io';
const image = 'image.toolkit.fluxcd.io';
const notification = 'notification.toolkit.fluxcd.io';

function flux(
  kind: FluxKindName,
  group: string,
  versions: readonly string[],
  section: FluxSection,
  shortNames: readonly string[] = [],
  differs: Partial<FluxKind> = {}
): FluxKind {
  const singular = kind.toLowerCase();
  const plural = singular.endsWith('y') ? `${singular.slice(0, -1)}ies` : `${singular}s`;
  const usual = { suspend: 'spec', reconcilable: true } as const;
  return { kind, group, plural, singular, shortNames, versions, section, ...usual, ...differs };
}

const older = ['v1', 'v1beta2', 'v1beta1'];
const unreconciled = { reconcilable: false };

/** Every kind of Flux 2.9, in the order of the sidebar. */
export const fluxKinds: readonly FluxKind[] = [
  flux('Kustomization', 'kustomize.toolkit.fluxcd.io', older, 'kustomizations', ['ks']),
  flux('HelmRelease', 'helm.toolkit.fluxcd.io', ['v2', 'v2beta2', 'v2beta1'], 'helmreleases', [
    'hr',
  ]),
  flux('GitRepository', source, older, 'sources', ['gitrepo']),
  flux('OCIRepository', source, ['v1', 'v1beta2'], 'sources', ['ocirepo']),
  flux('Bucket', source, older, 'sources'),
  flux('HelmRepository', source, older, 'sources', ['helmrepo']),
  flux('HelmChart', source, older, 'sources', ['hc']),
  flux('ExternalArtifact', source, ['v1'], 'sources', ['ea'], { suspend: 'none', ...unreconciled }),
  flux('ArtifactGenerator', 'source.extensions.fluxcd.io', ['v1beta1'], 'sources', ['ag'], {
    suspend: 'annotation',
  }),
  flux('ImageRepository', image, older, 'images', ['imgrepo', 'imagerepo']),
  flux('ImagePolicy', image, older, 'images', ['imgpol', 'imagepol']),
  flux('ImageUpdateAutomation', image, older, 'images', ['iua', 'imgupd', 'imgauto']),
  flux('Alert', notification, ['v1beta3', 'v1beta2'], 'notifications', [], unreconciled),
  flux('Provider', notification, ['v1beta3', 'v1beta2'], 'notifications', [], unreconciled),
  flux('Receiver', notification, older, 'notifications'),
];

const byKind = new Map<string, FluxKind>(fluxKinds.map(kind => [kind.kind, kind]));

/** The Flux kind of a group and kind. The group counts: other projects have a `Provider` and a `Kustomization`. */
export function fluxKindOf(group: string, kind: string): FluxKind | undefined {
  const found = byKind.get(kind);
  return found?.group === group ? found : undefined;
}

/** The group of the Flux kind of this name; '' where Flux has none. */
export function groupOfFluxKind(kind: string): string {
  return byKind.get(kind)?.group ?? '';
}

export function fluxKind(name: FluxKindName): FluxKind {
  const kind = byKind.get(name);
  if (!kind) throw new Error(`${name} is not a kind of Flux: one of ${fluxKinds.map(k => k.kind)}`);
  return kind;
}
