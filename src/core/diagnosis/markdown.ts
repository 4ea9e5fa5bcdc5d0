import { type ObjectRef, refKey, refText } from '../kubernetes/ref.ts';
import type { Cause, Evidence } from './finding.ts';

/** A text of the person's language, as `locales/` has it. */
type Words = (id: string, params?: Record<string, string | number>) => string;

const special = /[\\`*_[\]<>|~#]/g;

/** Somebody else's words are shown as they are, and never become a heading, a link or a picture. */
function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(special, found => `\\${found}`);
}

/** Fenced by more backticks than the text itself has in a row. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text.trimEnd()}\n${fence}`;
}

const most = 2000;

/** One cause for a chat or an issue: two sentences, what was seen and where, what to do. */
export function causeAsMarkdown(
  cause: Cause,
  {
    cluster,
    words,
    linkTo,
  }: {
    cluster: string;
    words: Words;
    /** Undefined where no page shows the object. */
    linkTo: (ref: ObjectRef) => string | undefined;
  }
): string {
  const named = (ref: ObjectRef) => {
    const link = linkTo(ref);
    const name = plain(refText(ref));
    return link ? `[${name}](${link.replaceAll(')', '%29')})` : name;
  };
  const { workload, object, says, remedy, command, since, victims, evidence } = cause;
  const own = workload && refKey(workload);
  const suffering = victims.filter(
    victim => victim.effect !== 'held' && refKey(victim.object) !== own
  );
  const [first] = suffering;
  const what = `**${named(workload ?? object)}** (${plain(cluster)}): ${plain(
    words(says.id, says.params)
  )}`;
  const when = since
    ? words(since.atLeast ? 'markdown.since.atLeast' : 'markdown.since', { time: since.time })
    : '';
  const whom = first
    ? words(suffering.length > 1 ? 'markdown.holdsUp.more' : 'markdown.holdsUp', {
        first: named(first.object),
        count: suffering.length - 1,
      })
    : words('markdown.holdsUp.none');
  return [
    `${what}${when && `, ${when}`}. ${whom}`,
    ...evidence.map(each => seen(each, named, words)),
    `${words('markdown.toDo')} ${plain(words(remedy.id, remedy.params))}`,
    ...(command ? [fenced(command)] : []),
  ].join('\n\n');
}

function seen(
  { object, seenIn, message }: Evidence,
  named: (ref: ObjectRef) => string,
  words: Words
): string {
  const place =
    seenIn.type === 'field' ? seenIn.path : seenIn.type === 'event' ? seenIn.reason : seenIn.name;
  const where = words(`evidence.${seenIn.type}`, { place: plain(place) });
  const said = message && (message.length > most ? `${message.slice(0, most)}…` : message);
  return `${words('markdown.seen', { object: named(object), where })}${
    said ? `:\n${fenced(said)}` : ''
  }`;
}
