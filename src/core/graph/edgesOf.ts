import { fluxKind, type FluxKindName, fluxKindOf } from '../flux/kinds.ts';
import { dependenciesOf, sourceOf, toTarget } from '../flux/sourceOf.ts';
import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import { groupOf, keyOf, type ObjectRef } from '../kubernetes/ref.ts';
import type { Edge, EdgeMeaning } from './edge.ts';
import { externalId, type ExternalKind, objectId } from './nodeId.ts';

/** Collects what one object says. */
interface Teller {
  spec: Record<string, unknown>;
  status: Record<string, unknown>;
  home: string;
  object: KubernetesObject;
  /** Undefined targets are not told. */
  tell(meaning: EdgeMeaning, to: ObjectRef | undefined, field: string, optional?: boolean): void;
  external(meaning: EdgeMeaning, kind: ExternalKind, address: unknown, field: string): void;
}

/** A reference to a ConfigMap or Secret of the object's own namespace. */
function local(kind: string, name: unknown, namespace: string): ObjectRef | undefined {
  return text(name) ? { group: '', kind, namespace, name: String(name) } : undefined;
}

const secrets = (...fields: string[]) =>
  function tellSecrets({ spec, home, tell }: Teller) {
    for (const field of fields) {
      const name = record(spec[field]).name;
      tell('values', local('Secret', name, home), `spec.${field}`);
    }
  };

function values({ home, tell }: Teller, from: unknown, field: string) {
  for (const [index, entry] of list(from).entries()) {
    const { kind, name, optional } = record(entry);
    const to = text(kind) ? local(String(kind), name, home) : undefined;
    tell('values', to, `${field}[${index}]`, optional === true);
  }
}

/** A reference that names one object. A star names a whole kind: whoever asks for listeners knows. */
function named(entry: unknown, home: string, fallback?: FluxKindName): ObjectRef | undefined {
  return record(entry).name === '*' ? undefined : toTarget(entry, home, fallback);
}

/** What each kind of Flux says of others. */
const tellers: Record<FluxKindName, (teller: Teller) => void> = {
  Kustomization(teller) {
    const { spec, home, object, tell } = teller;
    tell('source', sourceOf(object), 'spec.sourceRef');
    for (const [index, ref] of dependenciesOf(object).entries()) {
      tell('dependsOn', ref, `spec.dependsOn[${index}]`);
    }
    values(teller, record(spec.postBuild).substituteFrom, 'spec.postBuild.substituteFrom');
    for (const field of ['decryption', 'kubeConfig']) {
      const name = record(record(spec[field]).secretRef).name;
      tell('values', local('Secret', name, home), `spec.${field}.secretRef`);
    }
  },
  HelmRelease(teller) {
    const { spec, status, home, object, tell } = teller;
    const [chartNamespace = '', chartName] = (text(status.helmChart) ?? '').split('/');
    if (chartName) {
      const { group } = fluxKind('HelmChart');
      const chart = { group, kind: 'HelmChart', namespace: chartNamespace, name: chartName };
      tell('chart', chart, 'status.helmChart');
    }
    // Its HelmChart has the same source; without one, the release names it itself.
    if (spec.chartRef !== undefined) tell('chart', sourceOf(object), 'spec.chartRef');
    else tell('source', sourceOf(object), 'spec.chart.spec.sourceRef');
    for (const [index, ref] of dependenciesOf(object).entries()) {
      tell('dependsOn', ref, `spec.dependsOn[${index}]`);
    }
    values(teller, spec.valuesFrom, 'spec.valuesFrom');
    const name = record(record(spec.kubeConfig).secretRef).name;
    tell('values', local('Secret', name, home), 'spec.kubeConfig.secretRef');
  },
  GitRepository(teller) {
    const { spec, home, tell, external } = teller;
    external('source', 'git', spec.url, 'spec.url');
    secrets('secretRef', 'proxySecretRef')(teller);
    for (const [index, entry] of list(spec.include).entries()) {
      const ref = named(record(entry).repository, home, 'GitRepository');
      tell('source', ref, `spec.include[${index}]`);
    }
  },
  OCIRepository(teller) {
    teller.external('source', 'oci', teller.spec.url, 'spec.url');
    secrets('secretRef', 'certSecretRef', 'proxySecretRef')(teller);
  },
  Bucket(teller) {
    const { spec, external } = teller;
    const [endpoint, bucket] = [text(spec.endpoint), text(spec.bucketName)];
    external('source', 'bucket', endpoint && bucket && `${endpoint}/${bucket}`, 'spec.bucketName');
    secrets('secretRef', 'certSecretRef', 'proxySecretRef')(teller);
  },
  HelmRepository(teller) {
    teller.external('source', 'charts', teller.spec.url, 'spec.url');
    secrets('secretRef', 'certSecretRef')(teller);
  },
  HelmChart({ object, tell }) {
    tell('source', sourceOf(object), 'spec.sourceRef');
  },
  ExternalArtifact({ object, tell }) {
    tell('source', sourceOf(object), 'spec.sourceRef');
  },
  ArtifactGenerator({ spec, home, tell }) {
    for (const [index, entry] of list(spec.sources).entries()) {
      tell('source', named(entry, home), `spec.sources[${index}]`);
    }
  },
  ImageRepository(teller) {
    teller.external('scans', 'image', teller.spec.image, 'spec.image');
    secrets('secretRef', 'certSecretRef', 'proxySecretRef')(teller);
  },
  ImagePolicy({ object, tell }) {
    tell('selects', sourceOf(object), 'spec.imageRepositoryRef');
  },
  ImageUpdateAutomation({ object, home, status, tell }) {
    tell('updates', sourceOf(object), 'spec.sourceRef');
    // It reads the policies of its own namespace; which of them, only its status tells.
    for (const name of Object.keys(record(status.observedPolicies))) {
      const { group } = fluxKind('ImagePolicy');
      const policy = { group, kind: 'ImagePolicy', namespace: home, name };
      tell('selects', policy, 'status.observedPolicies');
    }
  },
  Alert({ spec, home, object, tell }) {
    tell('notifies', sourceOf(object), 'spec.providerRef');
    for (const [index, entry] of list(spec.eventSources).entries()) {
      tell('notifies', named(entry, home), `spec.eventSources[${index}]`);
    }
  },
  Provider: secrets('secretRef', 'certSecretRef', 'proxySecretRef'),
  Receiver(teller) {
    const { spec, home, tell } = teller;
    for (const [index, entry] of list(spec.resources).entries()) {
      tell('receives', named(entry, home), `spec.resources[${index}]`);
    }
    secrets('secretRef')(teller);
  },
};

const none: readonly Edge[] = [];

/** What inventories say: ten times as much as all else that is said in a cluster. */
export function application(from: string, to: string): Edge {
  return { from, to, meaning: 'applies', field: 'status.inventory' };
}

/** Every other relation that an object itself tells; nothing is looked up, so it depends on no other object. */
export function edgesOf(object: KubernetesObject): readonly Edge[] {
  const flux = fluxKindOf(groupOf(object.apiVersion), object.kind);
  const owners = list(object.metadata.ownerReferences);
  // Most of a cluster says nothing of others.
  if (!flux && owners.length === 0) return none;
  const own = keyOf(object);
  const home = object.metadata.namespace ?? '';
  const edges: Edge[] = [];
  /** The far ends so far: an object says the same of another once, in the first field that does. */
  const ends = new Set<string>();
  const isSame = (a: Edge, b: Edge) =>
    a.meaning === b.meaning && a.from === b.from && a.to === b.to;
  const add = (edge: Edge) => {
    const far = edge.from === own ? edge.to : edge.from;
    if (ends.has(far) && edges.some(each => isSame(each, edge))) return;
    ends.add(far);
    edges.push(edge);
  };
  const teller: Teller = {
    spec: record(object.spec),
    status: record(object.status),
    home,
    object,
    tell(meaning, to, field, optional = false) {
      if (!to) return;
      const edge: Edge = { from: own, to: objectId(to), meaning, field };
      add(optional ? { ...edge, isOptional: true } : edge);
    },
    external(meaning, kind, address, field) {
      const said = text(address);
      if (said) add({ from: own, to: externalId(kind, said), meaning, field });
    },
  };
  if (flux) tellers[flux.kind](teller);
  for (const owner of owners.map(record)) {
    const [apiVersion, kind, name] = [text(owner.apiVersion), text(owner.kind), text(owner.name)];
    if (!apiVersion || !kind || !name) continue;
    // An owner is cluster-scoped or of the same namespace; which of them, only its kind tells.
    const namespace = clusterScoped.has(kind) ? '' : home;
    const from = objectId({ group: groupOf(apiVersion), kind, namespace, name });
    add({ from, to: own, meaning: 'owns', field: 'metadata.ownerReferences' });
  }
  // As long as it is, since it is kept: what is pushed to has room for a dozen more.
  return edges.slice();
}

/** The kinds without a namespace that own others in practice. */
const clusterScoped = new Set(['Node', 'Namespace', 'ClusterRole', 'CustomResourceDefinition']);
