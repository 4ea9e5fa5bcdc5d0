import type { CDPSession, Page } from 'playwright-core';

/** A task of the page's main thread, in ms: how long it took, and whether the page's mark was set in it. */
export interface Task {
  duration: number;
  isMarked: boolean;
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Both in microseconds. */
  ts: number;
  dur?: number;
}

const mark = 'bench-went';

/** Sets the mark of `traceTasks`; called in the page. */
export const setMark = `performance.mark('${mark}')`;

/**
 * The tasks that a page runs from the one that sets the mark on, while `act` goes on. The browser's own trace tells
 * of them: to the page itself it names none below 50 ms.
 */
export async function traceTasks(page: Page, act: () => Promise<unknown>): Promise<Task[]> {
  const browser = page.context().browser();
  if (!browser) throw new Error('The page belongs to no browser whose tasks could be traced.');
  const session = await browser.newBrowserCDPSession();
  try {
    await session.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: {
        includedCategories: ['disabled-by-default-devtools.timeline', 'blink.user_timing'],
      },
    });
    await act();
    return tasksIn(await endTrace(session));
  } finally {
    await session.detach();
  }
}

async function endTrace(session: CDPSession): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value as unknown as TraceEvent[]) events.push(event);
  });
  const complete = new Promise(resolve => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  return events;
}

function tasksIn(events: readonly TraceEvent[]): Task[] {
  const went = events.find(({ name }) => name === mark);
  if (!went) throw new Error('The page set no mark while its tasks were traced.');
  const isOwn = ({ pid, tid }: TraceEvent) => pid === went.pid && tid === went.tid;
  return events.flatMap(event => {
    const { name, ts, dur = 0 } = event;
    const isTask = name === 'RunTask' && isOwn(event) && ts + dur > went.ts;
    return isTask ? [{ duration: dur / 1000, isMarked: ts <= went.ts }] : [];
  });
}
