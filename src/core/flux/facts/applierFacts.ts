import { type KubernetesObject, list, record, text } from '../../kubernetes/object.ts';
import type { ObjectRef } from '../../kubernetes/ref.ts';
import { healthChecksOf } from '../healthChecks.ts';
import { chartOf, releaseOf } from '../release.ts';
import { dependenciesOf, sourceOf } from '../sourceOf.ts';
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

/** ConfigMaps and Secrets that the object reads its variables or values from. */
function valueSourcesOf(object: KubernetesObject): ObjectRef[] {
  const spec = record(object.spec);
  const from =
    object.kind === 'HelmRelease' ? spec.valuesFrom : record(spec.postBuild).substituteFrom;
  return list(from).flatMap(entry => {
    const [kind, name] = [text(record(entry).kind), text(record(entry).name)];
    const namespace = object.metadata.namespace ?? '';
    return kind && name ? [{ group: '', kind, namespace, name }] : [];
  });
}

/** How health is decided: everything applied, chosen objects, or nothing at all. */
function healthOf(object: KubernetesObject): Fact['value'] {
  const checked = healthChecksOf(object);
  if (checked === 'everything') return { type: 'says', says: { id: 'check.everything' } };
  return checked.length
    ? { type: 'objects', refs: checked }
    : { type: 'says', says: { id: 'check.nothing' } };
}

export function kustomizationFacts(object: KubernetesObject): Fact[] {
  const spec = record(object.spec);
  const status = record(object.status);
  const source = sourceOf(object);
  const postBuild = record(spec.postBuild);
  return compact([
    objectsFact('fact.source', [source]),
    codeFact('fact.path', text(spec.path)),
    revisionFact('fact.applied', text(status.lastAppliedRevision), source),
    revisionFact('fact.origin', text(status.lastAppliedOriginRevision)),
    objectsFact('fact.dependsOn', dependenciesOf(object)),
    intervalFact(object),
    textFact('fact.timeout', text(spec.timeout)),
    { label: 'fact.health', value: healthOf(object) },
    saysFact('fact.prune', { id: spec.prune === true ? 'prune.on' : 'prune.off' }),
    spec.deletionPolicy !== undefined && textFact('fact.deletionPolicy', text(spec.deletionPolicy)),
    spec.force === true && saysFact('fact.force', { id: 'force.on' }),
    textFact('fact.targetNamespace', text(spec.targetNamespace)),
    listFact('fact.variables', Object.keys(record(postBuild.substitute)).sort()),
    objectsFact('fact.variablesFrom', valueSourcesOf(object)),
    textFact('fact.serviceAccount', text(spec.serviceAccountName)),
    textFact('fact.decryption', text(record(spec.decryption).provider)),
  ]);
}

export function helmReleaseFacts(object: KubernetesObject): Fact[] {
  const spec = record(object.spec);
  const status = record(object.status);
  const release = releaseOf(object);
  const wanted = chartOf(object);
  const [chartNamespace, chartName] = (text(status.helmChart) ?? '').split('/');
  const chart = chartName && {
    group: 'source.toolkit.fluxcd.io',
    kind: 'HelmChart',
    namespace: chartNamespace ?? '',
    name: chartName,
  };
  return compact([
    objectsFact('fact.source', [sourceOf(object)]),
    wanted && textFact('fact.chartWanted', `${wanted.chart} ${wanted.version}`.trim()),
    objectsFact('fact.chart', chart ? [chart] : []),
    release &&
      saysFact('fact.release', {
        id: 'release.newest',
        params: {
          number: release.number,
          chart: release.chart,
          version: release.version,
          status: release.status,
        },
      }),
    textFact('fact.appVersion', release?.appVersion),
    timeFact('fact.deployed', release?.deployed),
    objectsFact('fact.dependsOn', dependenciesOf(object)),
    intervalFact(object),
    objectsFact('fact.valuesFrom', valueSourcesOf(object)),
    textFact('fact.targetNamespace', text(spec.targetNamespace)),
    saysFact('fact.drift', driftOf(spec)),
    textFact('fact.serviceAccount', text(spec.serviceAccountName)),
  ]);
}

function driftOf(spec: Record<string, unknown>) {
  const mode = text(record(spec.driftDetection).mode);
  return mode === 'enabled' || mode === 'warn' ? { id: `drift.${mode}` } : { id: 'drift.disabled' };
}
