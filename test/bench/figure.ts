/** One line of the bench: what was measured, and the goal that it is held against. */
export interface Figure {
  name: string;
  value: number;
  unit: 's' | 'ms' | 'MB' | 'B' | 'times' | 'requests' | 'boxes';
  /** Met by the value or less. */
  goal: number;
  met: boolean;
}

export function figure(name: string, value: number, unit: Figure['unit'], goal: number): Figure {
  const rounded = Number(value.toPrecision(3));
  return { name, value: rounded, unit, goal, met: rounded <= goal };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = NaN, high = NaN] = [sorted[sorted.length % 2 ? middle : middle - 1], sorted[middle]];
  return (low + high) / 2;
}

/** As people say it: `median 0.21, from 0.18 to 0.34`. */
export function spread(values: readonly number[]): string {
  const text = (value: number) => Number(value.toPrecision(3));
  return `median ${text(median(values))}, from ${text(Math.min(...values))} to ${text(
    Math.max(...values)
  )}`;
}
