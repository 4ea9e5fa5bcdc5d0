import { type KubernetesObject, list, record, text } from '../../kubernetes/object.ts';
import type { ObjectRef } from '../../kubernetes/ref.ts';
import { groupOf, toRef } from '../../kubernetes/ref.ts';
import { fluxKinds } from '../kinds.ts';
import { sourceOf } from '../sourceOf.ts';
import { codeFact, compact, type Fact, listFact, objectsFact, saysFact, textFact } from './fact.ts';
import { secretOf } from './sourceFacts.ts';

/** What an Alert listens to or a Receiver triggers. `*` names every object of the kind. */
export interface Listened {
  refs: ObjectRef[];
  /** `Kind namespace/*`, where no single object is named, and the labels that narrow it. */
  all: string[];
}

/** One entry of an Alert's or a Receiver's spec. */
interface Entry {
  ref: ObjectRef;
  isEvery: boolean;
  labels: [key: string, value: string][];
}

function entriesOf(object: KubernetesObject): Entry[] {
  const spec = record(object.spec);
  return list(object.kind === 'Alert' ? spec.eventSources : spec.resources).flatMap(entry => {
    const { kind, name, namespace, apiVersion, matchLabels } = record(entry);
    if (!text(kind) || !text(name)) return [];
    const home = text(namespace) ?? object.metadata.namespace ?? '';
    const known = fluxKinds.find(candidate => candidate.kind === kind)?.group ?? '';
    const group = text(apiVersion) ? groupOf(String(apiVersion)) : known;
    const labels = Object.entries(record(matchLabels)).map(([key, value]): [string, string] => [
      key,
      String(value),
    ]);
    const ref = { group, kind: String(kind), namespace: home, name: String(name) };
    return { ref, isEvery: name === '*', labels };
  });
}

export function listenedBy(object: KubernetesObject): Listened {
  const entries = entriesOf(object);
  return {
    refs: entries.filter(({ isEvery }) => !isEvery).map(({ ref }) => ref),
    all: entries
      .filter(({ isEvery }) => isEvery)
      .map(({ ref, labels }) => {
        const which = labels.map(([key, value]) => `${key}=${value}`).join(',');
        return `${ref.kind} ${ref.namespace}/*${which && ` (${which})`}`;
      }),
  };
}

/** Whether an Alert tells of the object, or a Receiver triggers it: a suspended one does neither. */
export function isListeningTo(listener: KubernetesObject, object: KubernetesObject): boolean {
  if (record(listener.spec).suspend === true) return false;
  const of = toRef(object);
  const own = object.metadata.labels;
  return entriesOf(listener).some(
    ({ ref, isEvery, labels }) =>
      ref.group === of.group &&
      ref.kind === of.kind &&
      ref.namespace === of.namespace &&
      (isEvery ? labels.every(([key, value]) => own?.[key] === value) : ref.name === of.name)
  );
}

const strings = (value: unknown) => list(value).flatMap(item => text(item) ?? []);

export function alertFacts(object: KubernetesObject): Fact[] {
  const spec = record(object.spec);
  const heard = listenedBy(object);
  return compact([
    objectsFact('fact.provider', [sourceOf(object)]),
    saysFact('fact.severity', {
      id: spec.eventSeverity === 'error' ? 'severity.error' : 'severity.info',
    }),
    objectsFact('fact.hears', heard.refs),
    listFact('fact.hearsAll', heard.all),
    listFact('fact.inclusions', strings(spec.inclusionList)),
    listFact('fact.exclusions', strings(spec.exclusionList)),
  ]);
}

export function providerFacts(object: KubernetesObject): Fact[] {
  const spec = record(object.spec);
  return compact([
    textFact('fact.type', text(spec.type)),
    textFact('fact.channel', text(spec.channel)),
    codeFact('fact.address', withoutSecrets(text(spec.address))),
    objectsFact('fact.credentials', [secretOf(object)]),
    objectsFact('fact.certificate', [secretOf(object, 'certSecretRef')]),
  ]);
}

/** Webhook addresses carry their token in the path or query: only the host is for every reader. */
function withoutSecrets(address: string | undefined): string | undefined {
  const match = address && /^([a-z+]+:\/\/)(?:[^/@]*@)?([^/?#]+)(.*)$/i.exec(address);
  if (!match) return address;
  return `${match[1]}${match[2]}${match[3] && match[3] !== '/' ? '/…' : ''}`;
}

export function receiverFacts(object: KubernetesObject): Fact[] {
  const spec = record(object.spec);
  const heard = listenedBy(object);
  return compact([
    textFact('fact.type', text(spec.type)),
    codeFact('fact.webhook', text(record(object.status).webhookPath)),
    objectsFact('fact.triggers', heard.refs),
    listFact('fact.triggersAll', heard.all),
    listFact('fact.events', strings(spec.events)),
    objectsFact('fact.credentials', [secretOf(object)]),
  ]);
}
