import { type KubernetesObject, list, record, text } from '../../kubernetes/object.ts';
import type { ObjectRef } from '../../kubernetes/ref.ts';
import { imageRuleOf, selectedImageOf } from '../imagePolicy.ts';
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
import { secretOf } from './sourceFacts.ts';

export function imageRepositoryFacts(object: KubernetesObject): Fact[] {
  const scan = record(record(object.status).lastScanResult);
  const count = typeof scan.tagCount === 'number' ? scan.tagCount : undefined;
  const tags = list(scan.latestTags).flatMap(tag => text(tag) ?? []);
  return compact([
    codeFact('fact.image', text(record(object.spec).image)),
    timeFact('fact.scanned', text(scan.scanTime)),
    saysFact('fact.tagCount', count === undefined ? undefined : { id: 'tags', params: { count } }),
    listFact(count !== undefined && count > tags.length ? 'fact.tagsExposed' : 'fact.tags', tags),
    intervalFact(object),
    objectsFact('fact.credentials', [secretOf(object)]),
    listFact(
      'fact.exclusions',
      list(record(object.spec).exclusionList).flatMap(pattern => text(pattern) ?? [])
    ),
  ]);
}

export function imagePolicyFacts(object: KubernetesObject): Fact[] {
  const selected = selectedImageOf(object);
  const before = record(record(object.status).observedPreviousRef);
  const rule = imageRuleOf(object);
  return compact([
    objectsFact('fact.repository', [sourceOf(object)]),
    saysFact('fact.rule', rule),
    codeFact('fact.selected', selected && `${selected.image}:${selected.tag}`),
    codeFact('fact.digest', selected?.digest),
    codeFact('fact.selectedBefore', text(before.tag)),
    // The rule says it, too.
    !rule && codeFact('fact.tagPattern', text(record(record(object.spec).filterTags).pattern)),
    intervalFact(object),
  ]);
}

/** The policies that the automation observed, with the tag that each had selected. */
function observedPoliciesOf(object: KubernetesObject): string[] {
  return Object.entries(record(record(object.status).observedPolicies)).map(
    ([policy, ref]) => `${policy}: ${text(record(ref).tag) ?? ''}`
  );
}

export function imageUpdateAutomationFacts(object: KubernetesObject): Fact[] {
  const spec = record(object.spec);
  const status = record(object.status);
  const git = record(spec.git);
  const source: ObjectRef | undefined = sourceOf(object);
  const author = record(record(git.commit).author);
  const by = [text(author.name), text(author.email) && `<${text(author.email)}>`];
  const commit = text(status.lastPushCommit);
  const branch = text(record(git.push).branch) ?? text(record(record(git.checkout).ref).branch);
  return compact([
    objectsFact('fact.source', [source]),
    revisionFact('fact.pushed', commit && `${branch ?? ''}@sha1:${commit}`, source),
    timeFact('fact.pushedAt', text(status.lastPushTime)),
    timeFact('fact.ran', text(status.lastAutomationRunTime)),
    textFact('fact.branch', branch),
    codeFact('fact.path', text(record(spec.update).path)),
    textFact('fact.author', by.filter(Boolean).join(' ') || undefined),
    listFact('fact.policies', observedPoliciesOf(object)),
    revisionFact('fact.observed', text(status.observedSourceRevision), source),
    intervalFact(object),
  ]);
}
