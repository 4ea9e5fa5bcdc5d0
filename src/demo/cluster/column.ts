import type { KubernetesObject } from '../../core/kubernetes/object.ts';
import { toAge } from './age.ts';

/** One column of `kubectl get`. */
export interface Column {
  name: string;
  type: string;
  format: string;
  description: string;
  priority: number;
  cell: (object: KubernetesObject, now: Date) => unknown;
}

export type Cell = (object: KubernetesObject) => unknown;

export function column(title: string, cell: Cell, type = 'string', priority = 0): Column {
  return { name: title, type, format: '', description: '', priority, cell };
}

export const age: Column = {
  ...column('Age', () => undefined),
  cell: ({ metadata }, now) => ageText(metadata.creationTimestamp, now),
};

export function ageText(time: string | undefined, now: Date): string {
  const then = Date.parse(time ?? '');
  return Number.isNaN(then) ? '<unknown>' : toAge(now.getTime() - then);
}
