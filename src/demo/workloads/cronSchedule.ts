/** A cron schedule: which minutes it names, in its time zone. */
export interface CronSchedule {
  minutes: Set<number>;
  hours: Set<number>;
  days: Set<number>;
  months: Set<number>;
  weekdays: Set<number>;
  /** With both days named, either will do: as cron has always done. */
  eitherDay: boolean;
  timeZone: string;
}

const names: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const monthNames = [
  'jan',
  'feb',
  'mar',
  'apr',
  'may',
  'jun',
  'jul',
  'aug',
  'sep',
  'oct',
  'nov',
  'dec',
];
const weekdayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const minute = 60_000;

/** Undefined where the text or the time zone is none. */
export function parseSchedule(schedule: string, timeZone = 'UTC'): CronSchedule | undefined {
  const fields = (names[schedule.trim()] ?? schedule).trim().split(/\s+/);
  if (fields.length !== 5 || !isTimeZone(timeZone)) return undefined;
  const [minutes, hours, days, months, weekdays] = [
    parseField(fields[0]!, 0, 59),
    parseField(fields[1]!, 0, 23),
    parseField(fields[2]!, 1, 31),
    parseField(fields[3]!, 1, 12, monthNames),
    parseField(fields[4]!, 0, 7, weekdayNames),
  ];
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  if (weekdays.has(7)) weekdays.add(0);
  const eitherDay = !/^[*?]/.test(fields[2]!) && !/^[*?]/.test(fields[4]!);
  return { minutes, hours, days, months, weekdays, eitherDay, timeZone };
}

function parseField(field: string, least: number, most: number, words: string[] = []) {
  const found = new Set<number>();
  const numberOf = (text: string) => {
    const word = words.indexOf(text.toLowerCase());
    if (word >= 0) return word + least;
    return /^\d+$/.test(text) ? Number(text) : NaN;
  };
  for (const part of field.split(',')) {
    const [range = '', step = '1', ...rest] = part.split('/');
    if (rest.length || !/^[1-9]\d*$/.test(step)) return undefined;
    let [first, last] = [least, most];
    if (range !== '*' && range !== '?') {
      const [from = '', to, ...more] = range.split('-');
      first = numberOf(from);
      last = to === undefined ? (part.includes('/') ? most : first) : numberOf(to);
      if (more.length || !(first >= least && last <= most && first <= last)) return undefined;
    }
    for (let value = first; value <= last; value += Number(step)) found.add(value);
  }
  return found;
}

function isTimeZone(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }));
  } catch {
    return false;
  }
}

/** The first moment after `after` that the schedule names, within five years; undefined where it names none. */
export function nextTime(schedule: CronSchedule, after: number): number | undefined {
  const wall = new Intl.DateTimeFormat('en-US', {
    timeZone: schedule.timeZone,
    hourCycle: 'h23',
    month: 'numeric',
    day: 'numeric',
    weekday: 'short',
    hour: 'numeric',
    minute: 'numeric',
  });
  let time = Math.floor(after / minute) * minute + minute;
  const end = after + 5 * 366 * 24 * 60 * minute;
  while (time <= end) {
    const parts = Object.fromEntries(
      wall.formatToParts(time).map(({ type, value }) => [type, value])
    );
    const at = { hour: Number(parts.hour), minute: Number(parts.minute) };
    if (!isDay(schedule, parts)) {
      // To the next hour, not the next day: a day may be 23 or 25 hours long.
      time += (60 - at.minute) * minute;
    } else if (!schedule.hours.has(at.hour)) time += (60 - at.minute) * minute;
    else if (!schedule.minutes.has(at.minute)) time += minute;
    else return time;
  }
  return undefined;
}

function isDay(schedule: CronSchedule, parts: Record<string, string>): boolean {
  if (!schedule.months.has(Number(parts.month))) return false;
  const day = schedule.days.has(Number(parts.day));
  const weekday = schedule.weekdays.has(weekdayNames.indexOf((parts.weekday ?? '').toLowerCase()));
  return schedule.eitherDay ? day || weekday : day && weekday;
}
