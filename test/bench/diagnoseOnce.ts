// Its own process, as cold as `npm run why`: diagnoses a world of so many objects, then after each of many changes.
// argv: how many. Writes what `DiagnosisCost` says.
import { diagnose } from '../../src/core/diagnosis/diagnose.ts';
import { createSuspects } from '../../src/core/diagnosis/suspects.ts';
import { createGraph } from '../../src/core/graph/graph.ts';
import { diagnosisWorld, now } from './diagnosisWorld.ts';

/** In ms. */
export interface DiagnosisCost {
  /** As a person waits for it. */
  cold: number;
  /** Of the processor, for one changed object, once the engine knows the code: other processes do not count. */
  change: number;
  causes: number;
}

const changes = 400;

function busy(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const objects = diagnosisWorld(Number(process.argv[2]));
const start = performance.now();
const graph = createGraph(objects);
const suspects = createSuspects(graph.entries());
const world = { now, graph, isRead: () => true };
const { causes } = diagnose(world, suspects);
const cold = performance.now() - start;

function changeOne(round: number): void {
  const held = objects[(round * 37) % objects.length]!;
  const resourceVersion = String(round);
  const object = { ...held, metadata: { ...held.metadata, resourceVersion } };
  suspects.set(graph.set(object), object);
  diagnose(world, suspects);
}
for (let round = 0; round < changes; round++) changeOne(round);
const warm = busy();
for (let round = 0; round < changes; round++) changeOne(round);
const cost: DiagnosisCost = { cold, change: (busy() - warm) / changes, causes: causes.length };
process.stdout.write(JSON.stringify(cost));
