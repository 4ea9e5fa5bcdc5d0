import type { KubernetesObject } from '../../../src/core/kubernetes/object.ts';
import { resourcePath } from '../../../src/core/kubernetes/path.ts';
import type { GitServer } from '../../../src/demo/git/gitServer.ts';
import { applyObjects } from '../../../src/demo/homelab/applyObjects.ts';
import { cloneInto } from '../../scenario/workingCopy.ts';
import { caseKustomization } from './caseKustomization.ts';
import type { ComparedCase, Step } from './comparedCase.ts';
import { settled } from './settled.ts';
import type { Side } from './side.ts';
import { type Ends, readObjects, type Snapshot, takeSnapshot } from './snapshot.ts';

/** What both worlds were after each step of a case: pairs, Flux's first. */
export async function runCase(
  it: ComparedCase,
  sides: readonly Side[],
  git: GitServer,
  folder: string
): Promise<Snapshot[][]> {
  const { name } = it;
  await git.create(`compare/${name}`);
  const copy = await cloneInto(folder, git.urlOf(`compare/${name}`));
  const each = (work: (side: Side) => Promise<unknown>) => Promise.all(sides.map(work));
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  await each(side => applyObjects(side.client, [namespace, ...(it.before ?? [])], 'person'));

  const taken: Snapshot[][] = [];
  const seen = new Map<string, string>();
  let pushed: Pushed | undefined;
  for (const [index, step] of it.steps.entries()) {
    if (step.commit) {
      const revision = await copy.push(`Step ${index + 1}`, { ...step.commit });
      pushed = { revision, reason: step.source ?? 'Succeeded', token: tokenOf(index) };
    }
    const ends = await Promise.all(sides.map(side => takeStep(side, it, step, index, git, pushed)));
    const snapshots = await Promise.all(ends.map(end => takeSnapshot(end, seen)));
    // Now both inventories are known: an object that only one world applied is looked for in both.
    taken.push(
      await Promise.all(
        snapshots.map(async (snapshot, at) => {
          const objects = await readObjects((sides[at] as Side).client, seen);
          return { ...snapshot, objects };
        })
      )
    );
  }
  return taken;
}

/** The newest commit, and how the source ends once it was asked for it. */
interface Pushed {
  revision: string;
  reason: string;
  token: string;
}

const tokenOf = (index: number) => `step-${index + 1}`;

async function takeStep(
  side: Side,
  it: ComparedCase,
  step: Step,
  index: number,
  git: GitServer,
  pushed: Pushed | undefined
): Promise<Ends> {
  const { client } = side;
  const namespace = it.name;
  const token = tokenOf(index);
  const sourceEnds = () =>
    pushed && settled(side, 'GitRepository', { namespace, name: 'source', ...pushed });
  await applyObjects(client, step.apply ?? [], 'person');
  const source = {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: {
      name: 'source',
      namespace,
      annotations: { 'reconcile.fluxcd.io/requestedAt': token },
    },
    spec: {
      interval: '1h',
      timeout: '20s',
      url: git.urlOf(`compare/${it.name}`),
      ref: { branch: 'main' },
      ...it.source,
    },
  };
  if (step.commit) {
    await applyObjects(client, [source], 'person');
    await sourceEnds();
  }
  // A commit reaches the Kustomizations by itself; without one they are asked.
  const asked = index === 0 || step.commit ? {} : { 'reconcile.fluxcd.io/requestedAt': token };
  for (const [name, spec] of Object.entries(it.kustomizations)) {
    const change = step.patch?.[name];
    if (index === 0)
      await applyObjects(client, [caseKustomization(namespace, name, spec)], 'person');
    else if (change === null) await request(client, 'DELETE', namespace, name);
    else if (step.ends[name] !== null) {
      const body = { metadata: { annotations: asked }, ...change };
      await request(client, 'PATCH', namespace, name, body);
    }
  }
  const kustomizations: Record<string, KubernetesObject | undefined> = {};
  const end = async (name: string, reason: string | null, handled?: string) => {
    const isAsked = name in it.kustomizations && reason !== null;
    const wanted = { namespace, name, reason, token: isAsked ? handled : undefined };
    const at = { ...wanted, revision: pushed?.revision };
    kustomizations[name] = await settled(side, 'Kustomization', at);
  };
  const ends = Object.entries(step.ends);
  const waits = ([, reason]: [string, string | null]) => reason === 'DependencyNotReady';
  const asks = index === 0 || step.commit ? undefined : token;
  await Promise.all(
    ends.filter(each => !waits(each)).map(([name, reason]) => end(name, reason, asks))
  );
  // What waits says why at the time when it looked: now the others are settled.
  const again = `${token}-again`;
  for (const [name] of ends.filter(waits)) {
    const annotations = { 'reconcile.fluxcd.io/requestedAt': again };
    await request(client, 'PATCH', namespace, name, { metadata: { annotations } });
  }
  await Promise.all(ends.filter(waits).map(([name, reason]) => end(name, reason, again)));
  return { source: await sourceEnds(), kustomizations };
}

function request(
  client: Side['client'],
  method: 'PATCH' | 'DELETE',
  namespace: string,
  name: string,
  body?: unknown
): Promise<unknown> {
  const group = 'kustomize.toolkit.fluxcd.io';
  const path = resourcePath({ group, version: 'v1', plural: 'kustomizations', namespace, name });
  const contentType = method === 'PATCH' ? 'application/merge-patch+json' : undefined;
  return client.request({ method, path, contentType, body });
}
