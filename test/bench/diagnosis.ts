import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DiagnosisCost } from './diagnoseOnce.ts';
import { type Figure, figure, median, spread } from './figure.ts';

const rounds = 5;
const [few, many] = [1000, 10_000];

/** What a diagnosis costs: of all that is there, and again after one object has changed. */
export async function benchDiagnosis(say: (line: string) => void): Promise<Figure[]> {
  const [small, large]: [DiagnosisCost[], DiagnosisCost[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    small.push(await diagnoseOnce(few));
    large.push(await diagnoseOnce(many));
  }
  const of = (costs: DiagnosisCost[], what: 'cold' | 'change') => costs.map(cost => cost[what]);
  say(`diagnosis of ${many}, cold: ${spread(of(large, 'cold'))} ms`);
  say(`after one change: ${spread(of(large, 'change'))} ms of the processor at ${many},`);
  say(`  ${spread(of(small, 'change'))} at ${few}; ${large[0]?.causes} causes in both`);
  const ratio = median(of(large, 'change')) / median(of(small, 'change'));
  return [
    figure(`diagnosis of ${many} objects, cold`, median(of(large, 'cold')), 'ms', 100),
    figure(`diagnosis after one change at ${many} beside ${few}`, ratio, 'times', 1.5),
  ];
}

async function diagnoseOnce(count: number): Promise<DiagnosisCost> {
  const script = join(import.meta.dirname, 'diagnoseOnce.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, String(count)]);
  const cost = JSON.parse(stdout) as DiagnosisCost;
  if (cost.causes === 0) throw new Error(`a diagnosis of ${count} objects found no cause`);
  return cost;
}
