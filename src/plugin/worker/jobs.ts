import type { NoiseId } from '../../core/diff/noise.ts';
import { yamlLines } from '../../core/diff/yamlText.ts';
import { type ChangeSet, createChangeSet, type Progress } from './changeSet.ts';
import type { TextLook, TextWindow } from './textLook.ts';

/** What the worker does for the page: plain functions, which tests call without a worker. */
export interface Jobs {
  /** Which rules of noise hide nothing in the change sets that are opened from now on. */
  notNoise(rules: readonly NoiseId[]): void;
  yaml(value: unknown): string;
  /** Pieces of a change set's stream. The first ones open the set. */
  read(next: { set: number; pieces: readonly Uint8Array[] }): Progress;
  finish(of: { set: number }): Progress;
  text(of: { set: number; entry: number; look: TextLook; from: number; count: number }): TextWindow;
  search(of: { set: number; query: string }): number[];
  patch(of: { set: number; entries: readonly number[] }): string;
  /** Lets a change set go. */
  close(of: { set: number }): void;
}

export function createJobs(): Jobs {
  const sets = new Map<number, ChangeSet>();
  let notNoise: readonly NoiseId[] = [];

  function open(set: number): ChangeSet {
    const found = sets.get(set) ?? createChangeSet(notNoise);
    sets.set(set, found);
    return found;
  }

  return {
    notNoise: rules => void (notNoise = rules),
    yaml: value => `${yamlLines(value).join('\n')}\n`,
    read: ({ set, pieces }) => open(set).read(...pieces),
    finish: ({ set }) => open(set).finish(),
    text: ({ set, entry, look, from, count }) => open(set).text(entry, look, from, count),
    search: ({ set, query }) => open(set).search(query),
    patch: ({ set, entries }) => open(set).patch(entries),
    close: ({ set }) => void sets.delete(set),
  };
}
