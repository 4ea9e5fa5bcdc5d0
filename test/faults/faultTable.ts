import type { Fault } from './fault.ts';
import type { Outcome } from './runFault.ts';
import { verdictText } from './verdict.ts';

/** Leaves out of a text what every run has other names for. */
type Plain = (text: string) => string;

/** The rows of a run, as a person reads them once it is over. */
export interface FaultTable {
  add(fault: Fault, outcome: Outcome | undefined, isRight: boolean, plain: Plain): void;
  /** A row that cannot run in this world. */
  skip(fault: Fault): void;
  text(): string;
}

export function createFaultTable(world: string): FaultTable {
  const rows: string[][] = [];
  const head = ['id', 'world', 'verdict', 'seconds', 'expected', 'found'];
  return {
    add({ id, expected }, outcome, isRight, plain) {
      const wanted = verdictText(expected);
      const found = outcome ? verdictText(outcome.found) : 'did not end';
      const seconds = outcome?.seconds?.toFixed(1) ?? '-';
      const alarms = outcome?.falseAlarms.map(alarm => `false alarm: ${alarm}`) ?? [];
      const said = [isRight ? 'the same' : found, ...alarms].join('; ');
      rows.push([id, world, isRight ? 'right' : 'WRONG', seconds, plain(wanted), plain(said)]);
    },
    skip: ({ id, expected }) =>
      void rows.push([id, world, '-', '-', verdictText(expected), 'runs on real Flux alone']),
    text() {
      const all = [head, ...rows.sort(([a = ''], [b = '']) => a.localeCompare(b))];
      const widths = head.map((_, at) => Math.max(...all.map(row => row[at]?.length ?? 0)));
      const line = (row: string[]) =>
        row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ');
      return all.map(row => line(row).trimEnd()).join('\n');
    },
  };
}
