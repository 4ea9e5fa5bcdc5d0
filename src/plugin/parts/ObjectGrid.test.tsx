import { createTheme, ThemeProvider } from '@mui/material';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GridLook } from './gridColumn.ts';
import { ObjectGrid } from './ObjectGrid.tsx';

interface Thing {
  key: string;
  says?: string;
}

const look: GridLook<Thing> = {
  columns: [{ id: 'name', title: 'Name', width: '1fr', render: thing => thing.key }],
  mark: () => '●',
  hasSecond: thing => thing.says !== undefined,
  second: thing => thing.says,
  narrow: thing => thing.key,
};

const things = (count: number) =>
  Array.from({ length: count }, (_, index): Thing => ({ key: `thing-${index}` }));

const onOpen = vi.fn();

function Grid({ rows, scope = '' }: { rows: readonly Thing[]; scope?: string }) {
  const [selected, onSelect] = useState<ReadonlySet<string>>(new Set());
  return (
    <ThemeProvider theme={createTheme()}>
      <ObjectGrid label="Things" {...{ rows, scope, look, selected, onSelect, onOpen }} />
    </ThemeProvider>
  );
}

const focused = () => document.activeElement?.textContent;
const chosen = () =>
  screen
    .getAllByRole('row', { selected: true })
    .map(row => within(row).getAllByRole('gridcell')[1]?.textContent);
const names = () =>
  screen
    .getAllByRole('gridcell')
    .map(cell => cell.textContent)
    .filter(text => text !== '●');
const press = (key: string, more = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });

beforeEach(() => {
  // jsdom lays nothing out: what scrolls is as tall as ten rows.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(360);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  onOpen.mockReset();
});

describe('an object grid', () => {
  it('tells how many rows there are, and has only those in sight', () => {
    render(<Grid rows={things(5000)} />);
    expect(screen.getByRole('grid', { name: 'Things' }).getAttribute('aria-rowcount')).toBe('5001');
    const rows = screen.getAllByRole('row');
    expect(rows.length).toBeLessThan(40);
    expect(rows.slice(0, 3).map(row => row.getAttribute('aria-rowindex'))).toEqual(['1', '2', '3']);
  });

  it('asks of those that are other ones how tall they are, and of no other out of sight', () => {
    const rows = things(1000);
    const hasSecond = vi.spyOn(look, 'hasSecond');
    const { rerender } = render(<Grid rows={rows} />);
    const asked = (from: number) => hasSecond.mock.calls.slice(from).map(([thing]) => thing.key);
    expect(asked(0)).toContain('thing-999');
    const before = hasSecond.mock.calls.length;
    rerender(<Grid rows={rows.map((row, at) => (at === 500 ? { ...row } : row))} />);
    expect(asked(before)).toContain('thing-500');
    expect(asked(before)).not.toContain('thing-999');
  });

  it('is one Tab stop, walked and opened by keyboard', () => {
    render(<Grid rows={things(20)} />);
    expect(screen.getAllByRole('row').filter(row => row.tabIndex === 0)).toHaveLength(1);
    press('j');
    expect(focused()).toBe('●thing-0');
    press('j');
    press('ArrowDown');
    press('k');
    expect(focused()).toBe('●thing-1');
    press('Enter');
    expect(onOpen.mock.calls).toEqual([[{ key: 'thing-1' }]]);
  });

  it('selects by x, shift and click', () => {
    render(<Grid rows={things(20)} />);
    press('j');
    press('x');
    expect(chosen()).toEqual(['thing-0']);
    press('ArrowDown', { shiftKey: true });
    press('ArrowDown', { shiftKey: true });
    expect(chosen()).toEqual(['thing-0', 'thing-1', 'thing-2']);
    fireEvent.click(screen.getByText('thing-5'));
    fireEvent.click(screen.getByText('thing-7'), { ctrlKey: true });
    expect(chosen()).toEqual(['thing-5', 'thing-7']);
    press('Escape');
    expect(screen.queryAllByRole('row', { selected: true })).toEqual([]);
  });

  it('keeps the order under the pointer, and sorts again when asked or left', () => {
    const { rerender } = render(<Grid rows={things(3)} />);
    fireEvent.pointerEnter(screen.getByRole('grid'));
    const [a, b, c] = things(3) as [Thing, Thing, Thing];
    rerender(<Grid rows={[{ ...c, says: 'broken' }, a, b]} />);
    expect(names()).toEqual(['thing-0', 'thing-1', 'thing-2broken']);
    fireEvent.click(screen.getByRole('button', { name: /sort again/ }));
    expect(names()).toEqual(['thing-2broken', 'thing-0', 'thing-1']);
  });

  it('takes a new order at once when the person asks for other rows', () => {
    const { rerender } = render(<Grid rows={things(3)} />);
    fireEvent.pointerEnter(screen.getByRole('grid'));
    const [a, b] = things(2) as [Thing, Thing];
    rerender(<Grid rows={[b, a]} scope="thing" />);
    expect(names()).toEqual(['thing-1', 'thing-0']);
  });

  it('hands the focus on when the row that had it is gone', () => {
    const { rerender } = render(<Grid rows={things(3)} />);
    press('j');
    press('j');
    rerender(<Grid rows={things(3).filter(thing => thing.key !== 'thing-1')} />);
    expect(focused()).toBe('●thing-2');
  });

  it('leaves keys to whoever writes', () => {
    render(
      <>
        <input aria-label="field" />
        <Grid rows={things(3)} />
      </>
    );
    screen.getByLabelText('field').focus();
    press('j');
    expect(document.activeElement).toBe(screen.getByLabelText('field'));
  });
});
