import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { KubernetesClient } from '../../src/node/kubernetes/client.ts';
import { sharedPlane } from '../cluster/sharedPlane.ts';
import { type ScenarioWorld, startScenarioWorld } from '../scenario/scenarioWorld.ts';
import { faultIds, readFault } from './fault.ts';
import { isSame, runFault } from './runFault.ts';

let world: ScenarioWorld;
let client: KubernetesClient;
const rows: string[] = [];
const isFlux = sharedPlane() !== undefined;

beforeAll(async () => {
  world = await startScenarioWorld();
  client = world.client;
});
afterAll(async () => {
  process.stdout.write(`\n${rows.sort().join('\n')}\n`);
  await world.close();
});

const only = process.env.FAULTS?.split(',');
const ids = faultIds.filter(id => !only || only.includes(id));
const here = ids.filter(id => isFlux || readFault(id, 'x', '').world === 'any');

describe.concurrent('the diagnosis', () => {
  it.each(here)('names the first cause of %s, its victims and nothing else', async id => {
    const suffix = `-${randomBytes(3).toString('hex')}`;
    const namespace = `${id.toLowerCase()}${suffix}`;
    const fault = readFault(id, namespace, suffix);
    const { found, falseAlarms, seconds, evidence } = await runFault(fault, namespace, client);
    if (process.env.RECORD) {
      writeFileSync(
        join(process.env.RECORD, `${id}.yaml`),
        stringify({ found, falseAlarms, evidence })
      );
    }
    const right = isSame(found, fault.expected) && falseAlarms.length === 0;
    rows.push(`${id}  ${right ? 'right' : 'WRONG'}  ${seconds.toFixed(1)} s  ${fault.says}`);
    expect(isSame(found, fault.expected) ? fault.expected : found).toEqual(fault.expected);
    expect(falseAlarms).toEqual([]);
  });
});
