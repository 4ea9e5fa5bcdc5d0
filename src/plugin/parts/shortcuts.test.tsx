import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import { afterEach, expect, it } from 'vitest';
import { type Settings, toSettings } from '../../core/settings.ts';
import { KeyboardHelp } from './KeyboardHelp.tsx';
import { PreferencesProvider } from './preferences.tsx';
import { useShortcut } from './shortcuts.ts';

afterEach(cleanup);

function Keys({ keys, done }: { keys: readonly string[]; done: string[] }) {
  return keys.map(each => <OneKey key={each} keys={each} done={done} />);
}

function OneKey({ keys, done }: { keys: string; done: string[] }) {
  useShortcut(keys, () => done.push(keys));
  return null;
}

function show(keys: readonly string[], settings: Partial<Settings> = {}): string[] {
  const done: string[] = [];
  render(
    <MemoryRouter>
      <PreferencesProvider value={{ ...toSettings(undefined), ...settings }}>
        <Keys keys={keys} done={done} />
        <KeyboardHelp settings="/settings" />
        <input aria-label="search" />
      </PreferencesProvider>
    </MemoryRouter>
  );
  return done;
}

const press = (...keys: string[]) => keys.forEach(key => fireEvent.keyDown(document.body, { key }));

it('runs one key, and two that follow each other, of which the second is none of its own', () => {
  const done = show(['d', 'g o', 'g g']);
  press('d', 'g', 'o', 'g', 'g', 'g', 'd', 'd');
  expect(done).toEqual(['d', 'g o', 'g g', 'd']);
});

it('is dead where a person writes, and with a modifier held', () => {
  const done = show(['d', 'g o']);
  fireEvent.keyDown(screen.getByLabelText('search'), { key: 'd' });
  fireEvent.keyDown(document.body, { key: 'd', ctrlKey: true });
  expect(done).toEqual([]);
});

it('gives a key to the first that asked, and to the next when that is gone', () => {
  const done: string[] = [];
  function Two({ isFirst }: { isFirst: boolean }) {
    return (
      <>
        {isFirst && <OneKey keys="d" done={done} />}
        <Named />
      </>
    );
  }
  function Named() {
    useShortcut('d', () => done.push('second'));
    return null;
  }
  const { rerender } = render(<Two isFirst />);
  press('d');
  rerender(<Two isFirst={false} />);
  press('d');
  expect(done).toEqual(['d', 'second']);
});

it('shows with ? the keys of the page and no others', () => {
  show(['g o', 'n']);
  press('?');
  const keys = screen.getAllByRole('rowheader').map(({ textContent }) => textContent);
  expect(keys).toEqual(['n', 'go', '?', 'Enter', '↑↓', 'Esc']);
  expect(screen.getByRole('link').getAttribute('href')).toBe('/settings');
});

it('does nothing at all once single keys are switched off', () => {
  const done = show(['d', 'g o'], { hasShortcuts: false });
  press('d', 'g', 'o', '?');
  expect(done).toEqual([]);
  expect(screen.queryByRole('dialog')).toBe(null);
});
