import { diffArrays } from 'diff';
import { type Difference, isNews } from './compare.ts';
import { type PathStep, pathText } from './path.ts';
import { changedRow, shortened, type TextRow, type TextSide } from './textRow.ts';
import {
  blockHead,
  blockLines,
  entryLines,
  hasBody,
  isBlock,
  itemLines,
  keyText,
  yamlLines,
} from './yamlText.ts';

export interface Writing {
  /** What a noise rule hides is written as the difference that it is. */
  noise: boolean;
  /** Lines are not cut. */
  isWhole: boolean;
}

type Side = 'left' | 'right';

/** What stands before the next line of each side: indentation, and the dash of an item on its first line. */
interface Lead {
  left: string;
  right: string;
  /** A list within a list: the first line of the inner one has the dashes of both. */
  outer?: Lead;
}

/** A tree of differences as lines of YAML, each side complete and in the same order. */
export function writeRows(root: Difference, writing: Writing): TextRow[] {
  const writer = new Writer(writing);
  writer.write(root, { left: '', right: '' }, []);
  return writer.rows;
}

class Writer {
  readonly rows: TextRow[] = [];
  readonly #line = { left: 0, right: 0 };
  readonly #writing: Writing;
  #path: string | undefined;

  constructor(writing: Writing) {
    this.#writing = writing;
  }

  /** `above` are the steps to the difference; its own step is written as its key or dash. */
  write(difference: Difference, lead: Lead, above: readonly PathStep[]): void {
    const { step, kind, left, right } = difference;
    const steps = step ? [...above, step] : above;
    const { noise: showsNoise } = this.#writing;
    const isMove = difference.isMoved && (showsNoise || !difference.moveNoise);
    if (difference.isGhost) {
      // Where nothing is said of the move, the item stands where the right side has it.
      if (difference.moveNoise && !showsNoise) return;
      this.#mark(steps, () => this.#oneSide('left', 'removed', step, left, lead));
      return;
    }
    if (isMove) {
      this.#mark(steps, () => this.#oneSide('right', 'added', step, right, lead));
      return;
    }
    if (kind === 'same') return this.#both(step, left, right, lead, false);
    if (kind === 'inside') return this.#inside(difference, lead, steps);
    const isHidden = difference.noise !== undefined && !showsNoise;
    if (isHidden) return this.#hidden(difference, lead);
    this.#mark(steps, () => {
      if (kind === 'unknown') this.#both(step, left, right, lead, true);
      else if (kind === 'added') this.#oneSide('right', 'added', step, right, lead);
      else if (kind === 'removed') this.#oneSide('left', 'removed', step, left, lead);
      else this.#changed(difference, lead);
    });
  }

  #mark(steps: readonly PathStep[], write: () => void): void {
    this.#path = pathText(steps);
    write();
    this.#path = undefined;
  }

  #inside(difference: Difference, lead: Lead, steps: readonly PathStep[]): void {
    const { step, left, right, children = [] } = difference;
    const isOneSided = left === undefined || right === undefined;
    if (isOneSided && !this.#writing.noise && !isNews(difference))
      return this.#hidden(difference, lead);
    const inner = this.#head(step, left, right, lead);
    for (const child of children) this.write(child, inner, steps);
  }

  /** The key of a map or list whose content follows, and what stands before that content. */
  #head(step: PathStep | undefined, left: unknown, right: unknown, lead: Lead): Lead {
    if (!step) return lead;
    if (!('key' in step)) {
      const inner = { left: `${lead.left}- `, right: `${lead.right}- `, outer: lead };
      if (!hasBody(left))
        this.#push('removed', take(inner, true, false).left + yamlLines(left)[0], undefined);
      if (!hasBody(right))
        this.#push('added', undefined, take(inner, false, true).right + yamlLines(right)[0]);
      return inner;
    }
    const text = (value: unknown) => {
      if (value === undefined) return undefined;
      const empty = hasBody(value) ? '' : ` ${yamlLines(value)[0] ?? ''}`;
      return `${keyText(step.key)}:${empty}`;
    };
    const [from, to] = [text(left), text(right)];
    const before = take(lead, from !== undefined, to !== undefined);
    const lines = { left: prefix(before.left, from), right: prefix(before.right, to) };
    if (from === to) this.#push('same', lines.left, lines.right);
    else if (from === undefined) this.#push('added', undefined, lines.right);
    else if (to === undefined) this.#push('removed', lines.left, undefined);
    else this.#push('changed', lines.left, lines.right);
    return { left: `${lead.left}  `, right: `${lead.right}  `, outer: lead };
  }

  #oneSide(
    side: Side,
    kind: 'added' | 'removed',
    step: PathStep | undefined,
    value: unknown,
    lead: Lead
  ): void {
    for (const line of stepLines(step, value)) {
      const before = take(lead, side === 'left', side === 'right');
      const text = prefix(before[side], line);
      if (side === 'left') this.#push(kind, text, undefined);
      else this.#push(kind, undefined, text);
    }
  }

  #both(
    step: PathStep | undefined,
    left: unknown,
    right: unknown,
    lead: Lead,
    isUnknown: boolean
  ): void {
    const theirs = stepLines(step, right);
    const ours = isUnknown ? stepLines(step, left) : theirs;
    for (let index = 0; index < Math.max(ours.length, theirs.length); index++) {
      const [from, to] = [ours[index], theirs[index]];
      const before = take(lead, from !== undefined, to !== undefined);
      this.#push('same', prefix(before.left, from), prefix(before.right, to), isUnknown);
      const row = this.rows.at(-1);
      if (isUnknown && row) row.isUnknown = true;
    }
  }

  /** Noise that is not shown: one line that says the same on both sides, or lines that are only counted. */
  #hidden({ step, left, right }: Difference, lead: Lead): void {
    const ours = left === undefined ? [] : stepLines(step, left);
    const theirs = right === undefined ? [] : stepLines(step, right);
    if (ours.length === theirs.length) {
      ours.forEach((line, index) => {
        const before = take(lead, true, true);
        this.#push('same', prefix(before.left, line), prefix(before.right, theirs[index]), true);
      });
      return;
    }
    this.#line.left += ours.length;
    this.#line.right += theirs.length;
  }

  #changed({ step, left, right }: Difference, lead: Lead): void {
    if (isBlock(left) && isBlock(right)) return this.#blocks(step, left, right, lead);
    const [ours, theirs] = [stepLines(step, left), stepLines(step, right)];
    if (ours.length === 1 && theirs.length === 1) {
      const before = take(lead, true, true);
      this.#push('changed', prefix(before.left, ours[0]), prefix(before.right, theirs[0]));
      return;
    }
    this.#oneSide('left', 'removed', step, left, lead);
    this.#oneSide('right', 'added', step, right, lead);
  }

  /** Texts of several lines, line by line inside the field. */
  #blocks(step: PathStep | undefined, left: string, right: string, lead: Lead): void {
    const heads = [left, right].map(text => `${stepHead(step)}${blockHead(text)}`);
    const before = take(lead, true, true);
    const [from, to] = [prefix(before.left, heads[0]), prefix(before.right, heads[1])];
    this.#push(heads[0] === heads[1] ? 'same' : 'changed', from, to);
    const inner = { left: `${lead.left}  `, right: `${lead.right}  ` };
    const [ours, theirs] = [blockLines(left), blockLines(right)];
    const parts = diffArrays(ours, theirs, { maxEditLength: 2_000, timeout: 250 }) ?? [
      { value: ours, removed: true, added: false },
      { value: theirs, removed: false, added: true },
    ];
    let went: string[] = [];
    let came: string[] = [];
    const flush = () => {
      // As many lines went as came: they are the same lines, changed.
      const isPaired = went.length === came.length;
      for (const [index, line] of went.entries()) {
        const other = isPaired ? prefix(inner.right, came[index]) : undefined;
        this.#push(isPaired ? 'changed' : 'removed', prefix(inner.left, line), other);
      }
      if (!isPaired) {
        for (const line of came) this.#push('added', undefined, prefix(inner.right, line));
      }
      went = [];
      came = [];
    };
    for (const { value, added, removed } of parts) {
      if (removed) went = value;
      else if (added) came = value;
      else {
        flush();
        for (const line of value) {
          this.#push('same', prefix(inner.left, line), prefix(inner.right, line));
        }
      }
    }
    flush();
  }

  #push(
    kind: 'same' | 'added' | 'removed' | 'changed',
    left: string | undefined,
    right: string | undefined,
    isLet = false
  ): void {
    // Where the first key of an item is another one, the dash stands elsewhere.
    const isOther = kind === 'same' && left !== undefined && right !== undefined && left !== right;
    const row = this.#row(isOther && !isLet ? 'changed' : kind, left, right);
    if (this.#path !== undefined) row.path = this.#path;
    this.#path = undefined;
    this.rows.push(row);
  }

  #row(
    kind: 'same' | 'added' | 'removed' | 'changed',
    left: string | undefined,
    right: string | undefined
  ): TextRow {
    if (left !== undefined) this.#line.left += 1;
    if (right !== undefined) this.#line.right += 1;
    if (kind === 'changed' && left !== undefined && right !== undefined && !this.#writing.isWhole) {
      return changedRow(this.#line, left, right);
    }
    const row: TextRow = { kind };
    if (left !== undefined) row.left = this.#side('left', left);
    if (right !== undefined) row.right = this.#side('right', right);
    return row;
  }

  #side(side: Side, text: string): TextSide {
    return { line: this.#line[side], text: this.#writing.isWhole ? text : shortened(text) };
  }
}

/** What stands before this line on the sides that have it; from then on it is blank there. */
function take(lead: Lead, left: boolean, right: boolean): Lead {
  const before = { left: lead.left, right: lead.right };
  if (left) blank(lead, 'left');
  if (right) blank(lead, 'right');
  return before;
}

/** An inner lead begins as its outer one: where it has no dash, none has. */
function blank(lead: Lead, side: Side): void {
  for (let at: Lead | undefined = lead; at && at[side].includes('-'); at = at.outer) {
    at[side] = at[side].replaceAll('-', ' ');
  }
}

function prefix(before: string, line: string): string;
function prefix(before: string, line: string | undefined): string | undefined;
function prefix(before: string, line: string | undefined): string | undefined {
  return line === '' ? '' : line === undefined ? undefined : before + line;
}

function stepHead(step: PathStep | undefined): string {
  if (!step) return '';
  return 'key' in step ? `${keyText(step.key)}: ` : '- ';
}

function stepLines(step: PathStep | undefined, value: unknown): string[] {
  if (!step) return yamlLines(value);
  return 'key' in step ? entryLines(step.key, value) : itemLines(value);
}
