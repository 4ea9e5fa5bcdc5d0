import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { diagnose } from '../../src/core/diagnosis/diagnose.ts';
import type { Cause } from '../../src/core/diagnosis/finding.ts';
import { fluxKinds } from '../../src/core/flux/kinds.ts';
import { conditionOf } from '../../src/core/kubernetes/conditions.ts';
import { type KubernetesObject, record } from '../../src/core/kubernetes/object.ts';
import { resourcePath } from '../../src/core/kubernetes/path.ts';
import { type ObjectRef, refText } from '../../src/core/kubernetes/ref.ts';
import { type GitServer, startGitServer } from '../../src/demo/git/gitServer.ts';
import { applyObjects } from '../../src/demo/homelab/applyObjects.ts';
import { readWorld } from '../../src/node/diagnosis/readWorld.ts';
import type { KubernetesClient } from '../../src/node/kubernetes/client.ts';
import { cloneInto } from '../scenario/workingCopy.ts';
import type { Expected, Fault, Step } from './fault.ts';

/** Seconds after which a step that does not come is one that will not. */
const patience = 90_000;
/** How often the diagnosis is asked, in milliseconds. */
const beat = 100;

/** What a run of a fault came to. */
export interface Outcome {
  /** Causes and notices of the last look, as `expected.yaml` writes them. */
  found: Expected;
  /** Causes that were told when nothing was broken yet, or that were not the right one at the end. */
  falseAlarms: string[];
  /** From the fault's making to the right verdict. */
  seconds: number;
  /** The settled conditions and events of Flux's objects. */
  evidence: unknown;
}

export async function runFault(
  fault: Fault,
  namespace: string,
  client: KubernetesClient
): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), `lumen-fault-${fault.id}-`));
  const git = await startGit(folder);
  const falseAlarms = new Set<string>();
  let stop = false;
  let allowed: string[] = [];
  let last: Expected = {};

  async function look(): Promise<Expected> {
    const { causes, notices } = diagnose(await readWorld(client, AbortSignal.timeout(patience)));
    const ours = ({ object, workload, victims }: Cause) =>
      [object, ...(workload ? [workload] : []), ...victims.map(victim => victim.object)].some(
        ref => ref.namespace === namespace
      );
    last = told(causes.filter(ours), notices.filter(ours));
    for (const cause of causes.filter(ours)) {
      const text = `${refText(cause.object)} ${cause.rule}`;
      if (!allowed.some(pattern => matches(text, pattern))) falseAlarms.add(text);
    }
    return last;
  }

  try {
    await applyObjects(
      client,
      [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }],
      'person'
    );
    const copy = await cloneInto(join(folder, 'clone'), git.server().urlOf('fault/lab'));
    const isDone = (step: Step) => isSettled(step, namespace, client);
    let begun = Date.now();
    for (const [index, step] of fault.steps.entries()) {
      const isLast = index === fault.steps.length - 1;
      const { cause } = fault.expected;
      const right = isLast && cause && cause !== 'none' ? [cause] : [];
      allowed = [...right, ...(step.expected ? [step.expected] : [])].map(
        each => `${each.object} ${each.rule}`
      );
      begun = Date.now();
      await take(step, { fault, namespace, client, git, copy });
      const until = Date.now() + (step.look ? step.look * 1000 : patience);
      const isRight = (found: Expected) => isSame(found, fault.expected);
      for (;;) {
        const found = await look();
        const isWaiting = step.ready || step.ends;
        if (isWaiting && (await isDone(step))) break;
        if (!isWaiting && !step.look && isLast && isRight(found)) break;
        if (!isWaiting && !step.look && !isLast) break;
        if (Date.now() > until) {
          if (step.look) break;
          if (isWaiting)
            throw new Error(`${fault.id}, step ${index + 1}: not within ${patience} ms`);
          break;
        }
        await sleep(beat);
      }
    }
    const seconds = (Date.now() - begun) / 1000;
    // Right once may be luck: it has to stay so.
    for (let turn = 0; turn < 10 && !stop; turn += 1) {
      await sleep(beat);
      const found = await look();
      stop = !isSame(found, fault.expected);
    }
    const evidence = await evidenceOf(namespace, client);
    return { found: last, falseAlarms: [...falseAlarms], seconds, evidence };
  } finally {
    await remove(namespace, client);
    await git.server().close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A Git server of the fault's own: others go on while it is down. */
async function startGit(folder: string) {
  let server: GitServer = await startGitServer({ folder: join(folder, 'git') });
  await server.create('fault/lab');
  const port = Number(new URL(server.url).port);
  return {
    server: () => server,
    async become(what: 'down' | 'denied') {
      await server.close();
      if (what === 'down') return;
      const credentials = { username: 'flux', password: 'not-this-one' };
      server = await startGitServer({ folder: join(folder, 'git'), port, credentials });
    },
  };
}

interface Place {
  fault: Fault;
  namespace: string;
  client: KubernetesClient;
  git: Awaited<ReturnType<typeof startGit>>;
  copy: Awaited<ReturnType<typeof cloneInto>>;
}

async function take(step: Step, { fault, namespace, client, git, copy }: Place): Promise<void> {
  const url = git.server().urlOf('fault/lab');
  // First the commit: an object that looks at Git finds it there.
  if (step.commit) await copy.push('A step', { ...step.commit });
  for (const said of step.apply ?? []) {
    await applyObjects(client, [toObject(said, namespace, url)], 'person');
  }
  for (const [named, body] of Object.entries(step.patch ?? {})) {
    await change(client, namespace, named, body);
  }
  if (step.git) await git.become(step.git);
  const asked = [...(step.reconcile ?? []), ...(step.commit && !step.apply ? sourceOf(fault) : [])];
  const requestedAt = new Date().toISOString();
  for (const named of asked) {
    const annotations = { 'reconcile.fluxcd.io/requestedAt': requestedAt };
    await change(client, namespace, named, { metadata: { annotations } }).catch(() => undefined);
  }
}

/** The source that has to fetch what a step commits. */
function sourceOf({ steps }: Fault): string[] {
  const applied = steps.flatMap(step => step.apply ?? []);
  const source = applied.find(({ kind }) => kind === 'GitRepository');
  return source ? [`GitRepository/${String(source.name)}`] : [];
}

/** The usual spec of a kind, as every fault has it. */
function toObject(said: Record<string, unknown>, namespace: string, url: string): KubernetesObject {
  const { kind, name, apiVersion, spec, ...rest } = said;
  const usual: Record<string, object> = {
    GitRepository: { interval: '1m', timeout: '20s', url, ref: { branch: 'main' } },
    HelmRepository: { interval: '1m', timeout: '20s', url: `${new URL(url).origin}/charts` },
    HelmRelease: { interval: '1m', timeout: '20s' },
    Kustomization: {
      interval: '1h',
      retryInterval: '5s',
      timeout: '20s',
      prune: true,
      wait: true,
      path: `./${String(name)}`,
      targetNamespace: namespace,
      sourceRef: { kind: 'GitRepository', name: sourceName(name) },
    },
  };
  const flux = fluxKinds.find(each => each.kind === kind);
  const version = flux ? `${flux.group}/${flux.versions[0]}` : String(apiVersion);
  const own =
    spec || usual[String(kind)] ? { spec: { ...usual[String(kind)], ...record(spec) } } : {};
  return {
    apiVersion: version,
    kind: String(kind),
    metadata: { name: String(name), namespace },
    ...rest,
    ...own,
  };
}

/** `source` with the suffix that the Kustomization's own name has. */
function sourceName(name: unknown): string {
  const suffix = /-[0-9a-z]{6}$/.exec(String(name))?.[0] ?? '';
  return `source${suffix}`;
}

async function change(
  client: KubernetesClient,
  namespace: string,
  named: string,
  body: unknown
): Promise<void> {
  await client.request({
    method: 'PATCH',
    path: pathOf(named, namespace),
    contentType: 'application/merge-patch+json',
    body,
  });
}

function pathOf(named: string, namespace: string): string {
  const [kind = '', name] = named.split('/');
  const flux = fluxKinds.find(each => each.kind === kind);
  if (!flux) throw new Error(`${named}: faults change Flux's objects only`);
  const { group, plural, versions } = flux;
  return resourcePath({ group, version: versions[0] ?? 'v1', plural, namespace, name });
}

async function isSettled(
  { ready = [], ends = {} }: Step,
  namespace: string,
  client: KubernetesClient
): Promise<boolean> {
  const wanted = [...ready.map(named => [named, 'True'] as const), ...Object.entries(ends)];
  for (const [named, want] of wanted) {
    const object = await client
      .request<KubernetesObject>({ path: pathOf(named, namespace) })
      .catch(() => undefined);
    const said = object && conditionOf(object, 'Ready');
    if (!object || !said) return false;
    if (want !== 'True' && said.reason !== want) return false;
    const isObserved = record(object.status).observedGeneration === object.metadata.generation;
    if (want === 'True' && (said.status !== 'True' || !isObserved)) return false;
  }
  return true;
}

/** As `expected.yaml` writes it; of several causes the first, and a word that there are more. */
function told(causes: readonly Cause[], notices: readonly Cause[]): Expected {
  const [cause, ...more] = causes;
  const shown = (ref: ObjectRef) => refText(ref);
  const victimsOf = ({ victims }: Cause) =>
    victims
      .map(({ object, effect }) => ({ object: shown(object), effect }))
      .sort((a, b) => a.object.localeCompare(b.object));
  const notice = notices[0] && { object: shown(notices[0].object), rule: notices[0].rule };
  if (!cause) {
    return notices[0] && notice
      ? { cause: 'none', notice, victims: victimsOf(notices[0]) }
      : { cause: 'none' };
  }
  return {
    cause: {
      object: shown(cause.object),
      rule: more.length > 0 ? `${cause.rule} and ${more.length} more` : cause.rule,
    },
    victims: victimsOf(cause),
    fresh: cause.isFresh,
    ...(notice ? { notice } : {}),
  };
}

/** `*` at the end of a name stands for what a controller made of it. */
function matches(text: string, pattern: string): boolean {
  const parts = pattern.split('*').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[a-z0-9-]*')}$`).test(text);
}

export function isSame(found: Expected, expected: Expected): boolean {
  const { cause = 'none', notice, victims = [], fresh } = expected;
  if (cause === 'none') {
    if (found.cause !== 'none') return false;
    if (!notice) return true;
  } else if (
    typeof found.cause !== 'object' ||
    !matches(`${found.cause.object} ${found.cause.rule}`, `${cause.object} ${cause.rule}`)
  ) {
    return false;
  }
  if (
    notice &&
    `${found.notice?.object} ${found.notice?.rule}` !== `${notice.object} ${notice.rule}`
  ) {
    return false;
  }
  if (fresh !== undefined && found.fresh !== fresh) return false;
  const text = (all: Expected['victims']) =>
    (all ?? [])
      .map(({ object, effect }) => `${object} ${effect}`)
      .sort()
      .join('\n');
  return text(found.victims) === text(victims);
}

/** What Flux said at the end: recorded once from real Flux, and compared with the embedded world's. */
async function evidenceOf(namespace: string, client: KubernetesClient): Promise<unknown> {
  const said: Record<string, unknown> = {};
  for (const { group, plural, versions, kind } of fluxKinds) {
    const path = resourcePath({ group, version: versions[0] ?? 'v1', plural, namespace });
    const { items = [] } = await client
      .request<{ items?: KubernetesObject[] }>({ path })
      .catch(() => ({ items: [] }));
    for (const { metadata, status } of items) {
      const conditions = record(status).conditions;
      if (conditions) said[`${kind}/${metadata.name}`] = conditions;
    }
  }
  return said;
}

/** Flux must not go on with it: the namespace's own end takes the rest. */
async function remove(namespace: string, client: KubernetesClient): Promise<void> {
  for (const { group, plural, versions } of fluxKinds) {
    const path = resourcePath({ group, version: versions[0] ?? 'v1', plural, namespace });
    await client.request({ method: 'DELETE', path }).catch(() => undefined);
  }
  await client
    .request({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}` })
    .catch(() => undefined);
}
