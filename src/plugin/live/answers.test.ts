import { describe, expect, it, vi } from 'vitest';
import { createAnswers, type Question } from './answers.ts';
import type { SidecarRefusal } from './views.ts';

type Reply = { body: unknown } | SidecarRefusal;

const question = (parts: Partial<Question<number>> = {}): Question<number> => ({
  path: '/v1/x',
  read: body => (typeof body === 'object' ? (body as { n?: number }).n : undefined),
  ...parts,
});
const answer = (n: number, version = 1): Reply => ({ body: { version, n } });
const known = (value: number) => ({ state: 'known', value, isNewer: false });

/** A sidecar that answers when it is told to, and a clock that is moved by hand. */
function world() {
  const asked: { path: string; signal: AbortSignal; reply: (reply: Reply) => void }[] = [];
  const timers: { at: number; callback: () => void }[] = [];
  let now = 0;
  const answers = createAnswers(
    {
      read: (path, signal = new AbortController().signal) =>
        new Promise(reply => asked.push({ path, signal, reply })),
      head: () => Promise.reject(new Error('no head is asked for')),
      stream: () => Promise.reject(new Error('no stream is asked for')),
    },
    {
      after(milliseconds, callback) {
        const timer = { at: now + milliseconds, callback };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0);
      },
    }
  );
  return {
    answers,
    asked,
    pass(milliseconds: number) {
      now += milliseconds;
      for (const timer of timers.filter(({ at }) => at <= now)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.callback();
      }
    },
    async reply(reply: Reply) {
      asked.at(-1)?.reply(reply);
      await new Promise(done => setTimeout(done));
    },
  };
}

describe('an answer of the sidecar', () => {
  it('is asked for once, however many hold the question, and kept', async () => {
    const { answers, asked, pass, reply } = world();
    const listener = vi.fn();
    answers.hold(question(), listener);
    answers.hold(question(), listener);
    expect(answers.view(question())).toEqual({ state: 'loading' });
    pass(100);
    await reply(answer(1));
    expect(answers.view(question())).toEqual(known(1));
    expect(listener).toHaveBeenCalledTimes(2);
    answers.hold(question(), listener);
    pass(1_000_000);
    expect(asked.map(({ path }) => path)).toEqual(['/v1/x']);
  });

  it('is not asked for by what is only scrolled past, and let go by who leaves while it is', async () => {
    const { answers, asked, pass } = world();
    answers.hold(question(), () => {})();
    pass(1000);
    expect(asked).toEqual([]);
    const undo = answers.hold(question(), () => {});
    pass(1000);
    undo();
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true]);
  });

  it('is asked for anew when what it depends on changes, and shown until then', async () => {
    const { answers, asked, pass, reply } = world();
    const undo = answers.hold(question({ stamp: 'a' }), () => {});
    pass(100);
    await reply(answer(1));
    undo();
    answers.hold(question({ stamp: 'b' }), () => {});
    expect(answers.view(question({ stamp: 'b' }))).toEqual(known(1));
    pass(100);
    await reply(answer(2));
    expect(answers.view(question({ stamp: 'b' }))).toEqual(known(2));
    expect(asked).toHaveLength(2);
  });

  it('is shown as old where asking anew fails, with why', async () => {
    const { answers, pass, reply } = world();
    answers.hold(question({ stamp: 'a' }), () => {});
    pass(100);
    await reply(answer(1));
    answers.hold(question({ stamp: 'b' }), () => {});
    pass(100);
    const refusal = { state: 'failed', message: 'no' } as const;
    await reply(refusal);
    expect(answers.view(question())).toEqual({ ...known(1), again: refusal });
    pass(20_000);
    await reply(answer(2));
    expect(answers.view(question())).toEqual(known(2));
  });

  it('is asked for again as often as the question says, and after a refusal', async () => {
    const { answers, asked, pass, reply } = world();
    const againIn = (value: number, tries: number) => (value < 3 ? tries * 1000 : undefined);
    answers.hold(question({ againIn }), () => {});
    pass(100);
    await reply({ state: 'absent' });
    expect(answers.view(question())).toEqual({ state: 'absent' });
    pass(29_999);
    expect(asked).toHaveLength(1);
    pass(1);
    await reply(answer(2));
    pass(1999);
    expect(asked).toHaveLength(2);
    pass(1);
    await reply(answer(3));
    pass(1_000_000);
    expect(asked).toHaveLength(3);
  });

  it('is asked for until it tells what each of those wants that hold it', async () => {
    const { answers, asked, pass, reply } = world();
    answers.hold(question(), () => {});
    answers.hold(question({ againIn: value => (value < 2 ? 500 : undefined) }), () => {});
    pass(100);
    await reply(answer(1));
    pass(500);
    await reply(answer(2));
    pass(1_000_000);
    expect(asked).toHaveLength(2);
  });

  it('says when a newer sidecar gave it, and when it is no answer', async () => {
    const { answers, pass, reply } = world();
    answers.hold(question(), () => {});
    pass(100);
    await reply({ body: {} });
    expect(answers.view(question())).toMatchObject({ state: 'failed' });
    pass(15_000);
    await reply(answer(1, 2));
    expect(answers.view(question())).toEqual({ state: 'known', value: 1, isNewer: true });
  });
});
