import { act, cleanup, render } from '@testing-library/react';
import { Provider } from 'react-redux';
import { MemoryRouter, useHistory } from 'react-router-dom';
import { afterEach, describe, expect, it } from 'vitest';
import { useNamespacesInAddress } from './namespaceAddress.ts';

afterEach(cleanup);

/** A page at an address, in a host that has some namespaces chosen. */
function open(search: string, chosen: string[]) {
  let history: ReturnType<typeof useHistory> | undefined;
  let page = () => {};
  const now = { chosen: new Set(chosen), saved: [] as string[][] };
  const store = {
    getState: () => now,
    subscribe: () => () => {},
    dispatch({ type, payload }: { type: string; payload: string[] }) {
      expect(type).toBe('filter/setNamespaceFilter');
      choose(payload);
      now.saved.push(payload);
    },
  };
  function Page() {
    history = useHistory();
    useNamespacesInAddress(now.chosen);
    return null;
  }
  const element = () => (
    <Provider store={store as never}>
      <MemoryRouter initialEntries={[`/graph${search}`]}>
        <Page />
      </MemoryRouter>
    </Provider>
  );
  const { rerender } = render(element());
  function choose(names: string[]) {
    now.chosen = new Set(names);
    page();
  }
  page = () => rerender(element());
  page();
  return {
    choose: (...names: string[]) => act(() => choose(names)),
    go: (to: string) => act(() => history?.push(`/graph${to}`)),
    search: () => history?.location.search,
    chosen: () => [...now.chosen],
    saved: now.saved,
  };
}

describe('the namespaces in the address', () => {
  it('are chosen when somebody follows a link to them', () => {
    const { chosen, saved, search } = open('?of=a&namespace=media+home', ['other']);
    expect([chosen(), search()]).toEqual([['home', 'media'], '?of=a&namespace=media+home']);
    expect(saved).toHaveLength(1);
  });

  it('are those that are chosen, whatever else the address says', () => {
    const { choose, search, go, saved } = open('?of=a', ['media']);
    expect(search()).toBe('?of=a&namespace=media');
    choose('media', 'home');
    expect(search()).toBe('?of=a&namespace=home+media');
    go('?of=b');
    expect(search()).toBe('?of=b&namespace=home+media');
    choose();
    expect(search()).toBe('?of=b');
    expect(saved).toEqual([]);
  });

  it('are none where the address names what cannot be one', () => {
    const { chosen, search } = open('?namespace=..%2F..%2Fsecrets+media', []);
    expect(chosen()).toEqual(['media']);
    expect(search()).toContain('media');
  });
});
