import type { Sentence } from '../../../core/sentence.ts';
import type { Entry } from '../../worker/entry.ts';

/** What to know of an object before looking at its text: the warning first. */
export function entryNotes(entry: Entry): Sentence[] {
  const { change, risk, because, fate, was, secrets, notComparable, noise } = entry;
  const notes: (Sentence | false | undefined)[] = [
    // What is left behind is in no danger.
    risk && risk !== 'recreated' && fate !== 'left-behind' && { id: `changes.risk.${risk}` },
    change === 'recreated' && {
      id: because ? 'changes.recreated.because' : 'changes.recreated',
      params: { field: because ?? '' },
    },
    fate === 'left-behind' && { id: 'changes.leftBehind' },
    was !== undefined && { id: 'changes.moved', params: { from: was } },
    secrets > 0 && change === 'changed' && { id: 'changes.secrets', params: { count: secrets } },
    notComparable > 0 && { id: 'changes.entry.notComparable', params: { count: notComparable } },
    change === 'same' && noise > 0 && { id: 'changes.entry.noise', params: { count: noise } },
  ];
  return notes.filter(note => typeof note === 'object');
}
