import { describe, expect, it } from 'vitest';
import type { SourceData, VariableSource } from '../render/variables.ts';
import type { Clock } from '../workQueue.ts';
import { startVariableWatch } from './variableWatch.ts';

const settings: VariableSource = { kind: 'ConfigMap', namespace: 'apps', name: 'settings' };
const closed: VariableSource = { kind: 'Secret', namespace: 'apps', name: 'closed' };
const { signal } = new AbortController();

function createWatch() {
  const data = new Map<string, SourceData | Error>([
    ['settings', { state: 'found', data: { A: '1' } }],
    ['closed', { state: 'forbidden' }],
  ]);
  let look = () => {};
  const clock: Clock = {
    now: () => 0,
    wait(_milliseconds, then) {
      look = then;
      return () => (look = () => {});
    },
  };
  const changed: string[] = [];
  const watch = startVariableWatch({
    async read({ name }) {
      const found = data.get(name) ?? { state: 'absent' };
      if (found instanceof Error) throw found;
      return found as SourceData;
    },
    clock,
    interval: 1,
    onChange: reader => changed.push(reader),
  });
  const lookAgain = async () => {
    look();
    await new Promise(resolve => setImmediate(resolve));
    return changed.splice(0);
  };
  return { watch, data, lookAgain };
}

describe('the watch on variables', () => {
  it('tells those who read one that it has changed, once', async () => {
    const { watch, data, lookAgain } = createWatch();
    await watch.readFor('one')(settings, signal);
    await watch.readFor('two')(settings, signal);
    expect(await lookAgain()).toEqual([]);
    data.set('settings', { state: 'found', data: { A: '2' } });
    expect(await lookAgain()).toEqual(['one', 'two']);
    expect(await lookAgain()).toEqual([]);
    data.delete('settings');
    expect(await lookAgain()).toEqual(['one', 'two']);
  });

  it('names what may not be read, and finds out when it may', async () => {
    const { watch, data, lookAgain } = createWatch();
    await watch.readFor('one')(closed, signal);
    expect(watch.forbidden()).toEqual([{ variables: closed, readers: ['one'] }]);
    data.set('closed', { state: 'found', data: {} });
    expect(await lookAgain()).toEqual(['one']);
    expect(watch.forbidden()).toEqual([]);
  });

  it('takes no answer for no change', async () => {
    const { watch, data, lookAgain } = createWatch();
    await watch.readFor('one')(settings, signal);
    data.set('settings', new Error('no route to host'));
    expect(await lookAgain()).toEqual([]);
    data.set('settings', { state: 'found', data: { A: '1' } });
    expect(await lookAgain()).toEqual([]);
    watch.close();
    data.delete('settings');
    expect(await lookAgain()).toEqual([]);
  });
});
