import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { sharedPlane } from '../cluster/sharedPlane.ts';
import { type ScenarioWorld, startScenarioWorld } from '../scenario/scenarioWorld.ts';
import { faultIds, readFault, recordedFile } from './fault.ts';
import { createFaultTable } from './faultTable.ts';
import { type Outcome, runFault } from './runFault.ts';
import { createSharedDiagnosis, type SharedDiagnosis } from './sharedDiagnosis.ts';
import { isSame } from './verdict.ts';

let world: ScenarioWorld;
let diagnosis: SharedDiagnosis;
const isFlux = sharedPlane() !== undefined;
const isRecording = isFlux && process.env.RECORD !== undefined;
const table = createFaultTable(isFlux ? 'Flux' : 'embedded');

beforeAll(async () => {
  world = await startScenarioWorld();
  diagnosis = createSharedDiagnosis(world.client);
});
afterAll(async () => {
  process.stdout.write(`\n${table.text()}\n\n`);
  await world.close();
});

const only = process.env.FAULTS?.split(',');
const ids = faultIds.filter(id => !only || only.includes(id));
const plain = ids.map(id => readFault(id, 'NS', ''));
plain.filter(fault => !isFlux && fault.world === 'flux').forEach(table.skip);
const here = plain.filter(fault => isFlux || fault.world === 'any');

describe.concurrent('the diagnosis', () => {
  it.each(here)('names the first cause of $id, its victims and nothing else', async ({ id }) => {
    const suffix = `-${randomBytes(3).toString('hex')}`;
    const names = { namespace: `${id.toLowerCase()}${suffix}`, suffix };
    const fault = readFault(id, names.namespace, suffix);
    let outcome: Outcome | undefined;
    let isRight = false;
    try {
      outcome = await runFault(fault, names, { client: world.client, diagnosis });
      isRight = isSame(outcome.found, fault.expected) && outcome.falseAlarms.length === 0;
    } finally {
      const plain = (said: string) => said.replaceAll(names.namespace, 'NS').replaceAll(suffix, '');
      table.add(fault, outcome, isRight, plain);
    }
    const { found, falseAlarms, evidence } = outcome;
    const said = `Flux said:\n${stringify(evidence, { lineWidth: 0 })}`;
    expect(isSame(found, fault.expected) ? fault.expected : found, said).toEqual(fault.expected);
    expect(falseAlarms, said).toEqual([]);
    if (isRecording)
      writeFileSync(recordedFile(id), stringify(evidence, { lineWidth: 0, singleQuote: true }));
    // Where Flux itself says other words once, that is no fault of ours.
    else if (!isFlux && fault.recorded) expect(evidence).toEqual(fault.recorded);
  });
});
