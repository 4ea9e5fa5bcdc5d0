import type { FieldChange } from '../core/diff/changeSet.ts';
import { readMasked } from '../core/diff/masked.ts';
import { shortRevision } from '../core/flux/revision.ts';
import { refText } from '../core/kubernetes/ref.ts';
import type { ChangesSide, KustomizationLine } from '../protocol/changes.ts';
import type { ObjectChange, ReadChanges } from './changeReader.ts';
import { harmless } from './harmless.ts';

interface PrintOptions {
  isColoured: boolean;
  noise: boolean;
}

type Colour = 'red' | 'green' | 'yellow' | 'faint' | 'bold';
const codes: Record<Colour, number> = { red: 31, green: 32, yellow: 33, faint: 2, bold: 1 };

/** A change set for reading: first which objects, then their fields. */
export function printChanges(read: ReadChanges, { isColoured, noise }: PrintOptions): string {
  const paint = (colour: Colour, text: string) =>
    isColoured ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text;
  const { head, kustomizations, objects, noisy } = read;
  const lines = [
    paint('bold', harmless(`${head.of} on ${head.source}`)),
    `from  ${sideText(head.from)}`,
    `to    ${sideText(head.to)}`,
    '',
  ];

  const names = new Set([...kustomizations, ...objects].map(nameOf));
  for (const name of names) {
    lines.push(paint('bold', harmless(name)));
    for (const line of kustomizations.filter(each => each.name === name)) {
      lines.push(paint('yellow', `  ! ${harmless(kustomizationText(line))}`));
    }
    for (const object of objects.filter(each => each.kustomization === name)) {
      const { mark, colour } = marks[object.diff.change];
      lines.push(paint(colour, `  ${mark} ${harmless(objectText(object))}`));
    }
  }
  if (names.size > 0) lines.push('');

  for (const object of objects) {
    const fields = object.diff.fields.filter(field => noise || !field.noise);
    if (fields.length === 0) continue;
    const file = object.file ? paint('faint', harmless(`  ${object.file}`)) : '';
    lines.push(`${paint('bold', harmless(refText(object.diff.ref)))}${file}`);
    for (const field of fields) lines.push(...fieldLines(field, paint));
    lines.push('');
  }
  lines.push(countText(read, noisy, noise));
  return `${lines.join('\n')}\n`;
}

const marks: Record<ObjectChange['diff']['change'], { mark: string; colour: Colour }> = {
  created: { mark: '+', colour: 'green' },
  deleted: { mark: '-', colour: 'red' },
  changed: { mark: '~', colour: 'yellow' },
  recreated: { mark: '±', colour: 'red' },
  same: { mark: '=', colour: 'faint' },
};

const nameOf = (line: KustomizationLine | ObjectChange): string =>
  'kustomization' in line ? line.kustomization : line.name;

function sideText({ revision, commit, others }: ChangesSide): string {
  const [subject, author] = [commit?.subject, commit?.author?.name];
  const told = subject ? `  ${subject}${author ? ` (${author})` : ''}` : '';
  const count = Object.keys(others ?? {}).length;
  const differ = count > 0 ? `  (${count} at other revisions)` : '';
  return harmless(`${revision ? shortRevision(revision) : 'nothing applied yet'}${told}${differ}`);
}

function kustomizationText({ change, side, message, fate }: KustomizationLine): string {
  const where = side === 'from' ? ' before' : side === 'to' ? ' after' : '';
  const told = message ? `: ${message}` : '';
  if (change === 'created') return `new${told}`;
  if (change === 'deleted') {
    return fate === 'left-behind' ? `rendered no more, left behind${told}` : `deleted${told}`;
  }
  if (change === 'partial') return `built without some variables${where}${told}`;
  return `not compared: ${
    change === 'failed' ? 'it cannot be built' : 'not rendered'
  }${where}${told}`;
}

function objectText({ diff, was, fate }: ObjectChange): string {
  const notes = [
    was ? `was in ${was}` : '',
    fate === 'left-behind' ? 'left behind, not deleted' : '',
    diff.because ? `recreated because of ${diff.because}` : '',
    diff.notComparable > 0 ? `${diff.notComparable} fields not comparable` : '',
    diff.risk ? 'look at this' : '',
  ].filter(Boolean);
  return `${refText(diff.ref)}${notes.length > 0 ? `  (${notes.join('; ')})` : ''}`;
}

function fieldLines(
  { path, kind, left, right, noise }: FieldChange,
  paint: (colour: Colour, text: string) => string
): string[] {
  const name = `  ${harmless(path)}${noise ? paint('faint', `  (${noise})`) : ''}`;
  if (kind === 'moved') return [`${name}: ${paint('yellow', 'moved')}`];
  const sides = [
    ...(left === undefined ? [] : [paint('red', `    - ${valueText(left)}`)]),
    ...(right === undefined ? [] : [paint('green', `    + ${valueText(right)}`)]),
  ];
  return [name, ...sides];
}

/** Longer ones are for the viewer. */
const longest = 400;

function valueText(value: unknown): string {
  const masked = readMasked(value);
  // The first eight digits name the key, which is one for all.
  if (masked?.state === 'masked') return `<secret ${masked.digest.slice(8, 16)}>`;
  if (masked) return `<not known here: ${harmless(masked.why)}>`;
  const text = JSON.stringify(value, (_key, part: unknown) =>
    readMasked(part) ? `<${readMasked(part)?.state === 'masked' ? 'secret' : 'not known'}>` : part
  );
  const shown = harmless(text.slice(0, longest));
  return text.length > longest ? `${shown}… (${text.length} characters)` : shown;
}

function countText({ head, objects }: ReadChanges, noisy: number, noise: boolean): string {
  const counts = new Map<string, number>();
  for (const { diff, was } of objects) {
    const word =
      diff.change === 'same' ? (was ? 'moved' : 'not comparable in every field') : diff.change;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const told = [...counts].map(([word, count]) => `${count} ${word}`);
  const hidden = objects.reduce((sum, { diff }) => sum + diff.noise, 0);
  return [
    told.length > 0 ? told.join(', ') : 'nothing changed',
    `${head.counts.unchanged + noisy} alike`,
    `in ${head.counts.kustomizations} Kustomizations`,
    ...(hidden > 0 && !noise ? [`${hidden} differences that mean nothing hidden (--noise)`] : []),
  ].join(', ');
}
