import { diffObjects } from '../../core/diff/changeSet.ts';
import { readMasked } from '../../core/diff/mask.ts';
import type { NoiseId } from '../../core/diff/noise.ts';
import { type TextRow, textRows, toPatch } from '../../core/diff/textDiff.ts';
import { refKey } from '../../core/kubernetes/ref.ts';
import type {
  ChangesHead,
  ChangesLine,
  KustomizationLine,
  ObjectLine,
} from '../../protocol/changes.ts';
import { type Entry, toEntry } from './entry.ts';
import { createLineReader } from './lineReader.ts';
import { searchText } from './searchText.ts';
import { layOut, type LookRow, type TextLook, type TextWindow, windowOf } from './textLook.ts';

/** What a piece of the stream brought. */
export interface Progress {
  head?: ChangesHead;
  entries: Entry[];
  notes: KustomizationLine[];
  /** Lines that are no JSON, or of which no diff could be made. */
  unreadable: number;
  /** Whether everything that the sidecar had has come: known once the stream has ended. */
  isWhole?: boolean;
}

/** One answer of `/v1/changes`, kept where it was parsed. */
export interface ChangeSet {
  read(...pieces: Uint8Array[]): Progress;
  /** The stream has ended. */
  finish(): Progress;
  text(entry: number, look: TextLook, from: number, count: number): TextWindow;
  /** The entries in which every word of the query is found, in a name, a file or a value. */
  search(query: string): number[];
  /** Of these entries, as one unified diff. */
  patch(entries: readonly number[]): string;
}

const isMasked = (value: unknown) => readMasked(value)?.state === 'masked';

/** `notNoise`: rules of noise that a person wants to see like everything else. */
export function createChangeSet(notNoise: readonly NoiseId[] = []): ChangeSet {
  const reader = createLineReader();
  /** As they came: half the memory of the objects in them, of which few are ever looked at. */
  const lines: string[] = [];
  const seen = new Set<string>();
  const searchable: string[] = [];
  let unreadable = 0;
  let objectsAtEnd: number | undefined;
  let parsed: { entry: number; line: ObjectLine } | undefined;
  let whole: { entry: number; noise: boolean; rows: TextRow[] } | undefined;
  let laid: { from: TextRow[]; look: string; rows: LookRow[] } | undefined;

  function keyOf({ ref, kustomization }: ObjectLine): string {
    const short = refKey(ref);
    const key = seen.has(short) ? `${short}@${kustomization}` : short;
    seen.add(key);
    return key;
  }

  function take(text: string, progress: Progress): void {
    try {
      const line = JSON.parse(text) as ChangesLine;
      if (line.type === 'head') progress.head = line;
      else if (line.type === 'kustomization') progress.notes.push(line);
      else if (line.type === 'end') objectsAtEnd = line.objects;
      else if (line.type === 'object') {
        const id = lines.length;
        const diff = diffObjects(line, notNoise);
        progress.entries.push(toEntry(diff, { ...line, id, key: keyOf(line) }, isMasked));
        lines.push(text);
      }
    } catch {
      progress.unreadable += 1;
      unreadable += 1;
    }
  }

  function takeAll(texts: readonly string[]): Progress {
    const progress: Progress = { entries: [], notes: [], unreadable: 0 };
    for (const text of texts) take(text, progress);
    return progress;
  }

  function lineOf(entry: number): ObjectLine {
    if (parsed?.entry === entry) return parsed.line;
    const text = lines[entry];
    if (text === undefined) throw new Error(`There is no entry ${entry} of ${lines.length}.`);
    const line = JSON.parse(text) as ObjectLine;
    parsed = { entry, line };
    return line;
  }

  function rowsOf(entry: number, look: TextLook): LookRow[] {
    const { noise } = look;
    if (whole?.entry !== entry || whole.noise !== noise) {
      const { left, right } = lineOf(entry);
      whole = { entry, noise, rows: textRows(left, right, { context: Infinity, noise, notNoise }) };
    }
    const named = JSON.stringify(look);
    if (laid?.from !== whole.rows || laid.look !== named) {
      laid = { from: whole.rows, look: named, rows: layOut(whole.rows, look) };
    }
    return laid.rows;
  }

  function searchableOf(entry: number): string {
    const { ref, kustomization, file = '', left, right } = JSON.parse(lines[entry]!) as ObjectLine;
    const named = `${ref.kind} ${ref.namespace}/${ref.name}\n${kustomization}\n${file}\n`;
    return named.toLowerCase() + searchText(left) + '\n' + searchText(right);
  }

  return {
    read: (...pieces) => takeAll(pieces.flatMap(piece => reader.read(piece))),
    finish() {
      const rest = reader.rest();
      const progress = takeAll(rest === '' ? [] : [rest]);
      const isWhole = objectsAtEnd !== undefined && objectsAtEnd <= lines.length + unreadable;
      // A last line that is cut off is told as what it is: the stream broke off.
      return { ...progress, unreadable: isWhole ? progress.unreadable : 0, isWhole };
    },
    text: (entry, look, from, count) => windowOf(rowsOf(entry, look), from, count),
    search(query) {
      const words = query.toLowerCase().split(/\s+/).filter(Boolean);
      return lines.flatMap((_, entry) => {
        const text = (searchable[entry] ??= searchableOf(entry));
        return words.every(word => text.includes(word)) ? entry : [];
      });
    },
    patch(entries) {
      const patches = entries.map(entry => {
        const { ref, left, right } = lineOf(entry);
        return toPatch(ref, left, right);
      });
      return patches.join('');
    },
  };
}
