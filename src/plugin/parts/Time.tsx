import { relativeTime } from '../../core/relativeTime.ts';
import { useTicking } from './clock.tsx';
import { useWords } from './Say.tsx';

const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const ofDay = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const ofYear = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** How long ago, ticking; the moment itself on hover and for screen readers. */
export function Time({
  at,
  isAtLeast = false,
}: {
  at: string;
  /** It began then or earlier: nothing tells when. */
  isAtLeast?: boolean;
}) {
  const words = useWords();
  const text = useTicking(now => {
    const sentence = relativeTime(at, now);
    if (!sentence) return at;
    const relative = words(sentence.id, sentence.params);
    if (isAtLeast && sentence.id === 'time.now') return words('time.atLeast.now');
    return isAtLeast ? words('time.atLeast', { time: relative }) : relative;
  });
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span>{at}</span>;
  const whole = absolute.format(date);
  return (
    <time
      dateTime={at}
      title={whole}
      aria-label={`${text}, ${whole}`}
      style={{ whiteSpace: 'nowrap' }}
    >
      {text}
    </time>
  );
}

/** The moment itself, for sentences: "14:02", and with the date when it was another day. */
export function Moment({ at }: { at: string }) {
  const date = new Date(at);
  const day = useTicking(now => new Date(now).toDateString());
  if (Number.isNaN(date.getTime())) return <span>{at}</span>;
  const format = date.toDateString() === day ? ofDay : ofYear;
  return (
    <time dateTime={at} title={absolute.format(date)}>
      {format.format(date)}
    </time>
  );
}
