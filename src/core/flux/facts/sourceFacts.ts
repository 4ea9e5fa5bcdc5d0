import { type KubernetesObject, list, record, text } from '../../kubernetes/object.ts';
import type { ObjectRef } from '../../kubernetes/ref.ts';
import { toRef } from '../../kubernetes/ref.ts';
import { addressOf, followsOf } from '../sourceAddress.ts';
import { sourceOf } from '../sourceOf.ts';
import {
  codeFact,
  compact,
  type Fact,
  intervalFact,
  listFact,
  objectsFact,
  revisionFact,
  saysFact,
  textFact,
  timeFact,
} from './fact.ts';

/** The Secret that a field of the spec names, in the object's own namespace. */
export function secretOf(object: KubernetesObject, field = 'secretRef'): ObjectRef | undefined {
  const name = text(record(record(object.spec)[field]).name);
  const namespace = object.metadata.namespace ?? '';
  return name ? { group: '', kind: 'Secret', namespace, name } : undefined;
}

/** Sizes in the units that storage uses: 18021 is 18 kB. */
function sizeOf(bytes: unknown): string | undefined {
  if (typeof bytes !== 'number' || bytes < 0) return undefined;
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB'];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  return `${(bytes / 1000 ** power).toPrecision(3).replace(/\.?0+$/, '')} ${units[power - 1]}`;
}

/** Facts of the five kinds that fetch, and of ExternalArtifact, which others write. */
export function sourceFacts(object: KubernetesObject): Fact[] {
  const spec = record(object.spec);
  const artifact = record(record(object.status).artifact);
  const chart = text(spec.chart);
  return compact([
    codeFact('fact.address', addressOf(object)),
    saysFact('fact.follows', followsOf(object)),
    objectsFact('fact.source', [sourceOf(object)]),
    chart !== undefined && textFact('fact.chartWanted', `${chart} ${text(spec.version) ?? '*'}`),
    revisionFact('fact.fetched', text(artifact.revision), toRef(object)),
    timeFact('fact.stored', text(artifact.lastUpdateTime)),
    intervalFact(object),
    textFact('fact.timeout', text(spec.timeout)),
    objectsFact('fact.credentials', [secretOf(object)]),
    objectsFact('fact.certificate', [secretOf(object, 'certSecretRef')]),
    textFact('fact.verify', text(record(spec.verify).provider) ?? text(record(spec.verify).mode)),
    codeFact('fact.ignore', text(spec.ignore)?.trim()),
    codeFact('fact.digest', text(artifact.digest)),
    textFact('fact.size', sizeOf(artifact.size)),
  ]);
}

export function artifactGeneratorFacts(object: KubernetesObject): Fact[] {
  const spec = record(object.spec);
  const home = object.metadata.namespace ?? '';
  const named = (entry: unknown, kind: string): ObjectRef | undefined => {
    const { name, namespace } = record(entry);
    const group = 'source.toolkit.fluxcd.io';
    return text(name)
      ? { group, kind, namespace: text(namespace) ?? home, name: String(name) }
      : undefined;
  };
  const sources = list(spec.sources).map(entry => named(entry, text(record(entry).kind) ?? ''));
  const made = list(record(object.status).inventory).map(entry => named(entry, 'ExternalArtifact'));
  return compact([
    objectsFact('fact.sources', sources),
    objectsFact('fact.artifacts', made),
    listFact(
      'fact.artifactsWanted',
      list(spec.artifacts).flatMap(entry => text(record(entry).name) ?? [])
    ),
  ]);
}
