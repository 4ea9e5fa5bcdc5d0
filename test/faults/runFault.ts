import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import type { Cause } from '../../src/core/diagnosis/finding.ts';
import { fluxKinds } from '../../src/core/flux/kinds.ts';
import { resourcePath } from '../../src/core/kubernetes/path.ts';
import { refText } from '../../src/core/kubernetes/ref.ts';
import { applyObjects } from '../../src/demo/homelab/applyObjects.ts';
import type { KubernetesClient } from '../../src/node/kubernetes/client.ts';
import { cloneInto } from '../scenario/workingCopy.ts';
import { type Evidence, readEvidence } from './evidence.ts';
import type { Expected, Fault, Step } from './fault.ts';
import { startFaultServers } from './faultServers.ts';
import type { SharedDiagnosis } from './sharedDiagnosis.ts';
import { type FaultPlace, isSettled, takeStep } from './takeStep.ts';
import { isSame, matches, toVerdict } from './verdict.ts';

/** Milliseconds after which a step that does not come is one that will not. */
const patience = 90_000;
/** How often the diagnosis is asked, in milliseconds. */
const beat = 100;

/** Milliseconds without news after which all is settled: who waits for a dependency looks again every 2 s. */
const quiet = 3_000;

/** What a run of a fault came to. */
export interface Outcome {
  /** Causes and notices of the last look, as `expected.yaml` writes them. */
  found: Expected;
  /** Causes that were told when nothing was broken yet, or that were not the right one at the end. */
  falseAlarms: string[];
  /** From the fault's making to the right verdict; undefined: it never came. */
  seconds: number | undefined;
  /** Once all is settled, or once the verdict was wrong. */
  evidence: Evidence;
}

export async function runFault(
  fault: Fault,
  names: { namespace: string; suffix: string },
  { client, diagnosis }: { client: KubernetesClient; diagnosis: SharedDiagnosis }
): Promise<Outcome> {
  const { id, expected, steps } = fault;
  const { namespace } = names;
  const folder = await mkdtemp(join(tmpdir(), `lumen-fault-${id}-`));
  const servers = await startFaultServers(folder);
  const falseAlarms = new Set<string>();
  let allowed: string[] = [];

  async function look(): Promise<Expected> {
    const { causes, notices } = await diagnosis();
    const ours = ({ object, workload, victims }: Cause) =>
      [object, ...(workload ? [workload] : []), ...victims.map(victim => victim.object)].some(
        ref => ref.namespace === namespace
      );
    for (const cause of causes.filter(ours)) {
      const text = `${refText(cause.object)} ${cause.rule}`;
      if (!allowed.some(pattern => matches(text, pattern))) falseAlarms.add(text);
    }
    return toVerdict(causes.filter(ours), notices.filter(ours));
  }

  /** Takes a step and looks on until it is over; returns when the verdict was right. */
  async function follow(step: Step, isLast: boolean, place: FaultPlace) {
    const { cause } = expected;
    const right = isLast && cause && cause !== 'none' ? [cause] : [];
    allowed = [...right, ...(step.expected ?? [])].map(each => `${each.object} ${each.rule}`);
    const begun = Date.now();
    await takeStep(step, fault, place);
    const isWaiting = step.ready !== undefined || step.ends !== undefined;
    const until = Date.now() + (step.look ? step.look * 1000 : patience);
    let seconds: number | undefined;
    for (;;) {
      const isRight = isSame(await look(), expected);
      if (isRight) seconds ??= (Date.now() - begun) / 1000;
      else seconds = undefined;
      const isOver = isWaiting && (await isSettled(step, place));
      if (isOver && (isRight || !isLast)) return seconds;
      if (!isWaiting && !step.look && (isRight || !isLast)) return seconds;
      if (Date.now() > until) {
        if (!isWaiting || isOver) return seconds;
        throw new Error(await complaint(`ready or ended as a step wants: ${JSON.stringify(step)}`));
      }
      await sleep(beat);
    }
  }

  async function complaint(what: string): Promise<string> {
    const { evidence } = await readEvidence(client, names);
    return `${id}: not ${what}, within ${patience} ms:\n${stringify(evidence, { lineWidth: 0 })}`;
  }

  try {
    await applyObjects(
      client,
      [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }],
      'person'
    );
    const copy = await cloneInto(join(folder, 'clone'), servers.addresses.git);
    const place = { namespace, client, servers, copy };
    let seconds: number | undefined;
    for (const [index, step] of steps.entries()) {
      seconds = await follow(step, index === steps.length - 1, place);
    }
    // Right once may be luck: it has to stay so, until Flux has nothing more to say.
    let found = await look();
    let { evidence } = await readEvidence(client, names);
    let since: number | undefined;
    const until = Date.now() + patience;
    while (isSame(found, expected) && !(since && Date.now() - since > quiet)) {
      if (Date.now() > until) throw new Error(await complaint('settled'));
      await sleep(beat);
      found = await look();
      // A try between says nothing; what is said after it may be the same.
      const now = await readEvidence(client, names);
      if (!now.isSettled) continue;
      if (!isDeepStrictEqual(now.evidence, evidence)) since = undefined;
      since ??= Date.now();
      evidence = now.evidence;
    }
    return { found, falseAlarms: [...falseAlarms], seconds, evidence };
  } finally {
    await remove(namespace, client);
    await servers.close();
    await rm(folder, { recursive: true, force: true });
  }
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
