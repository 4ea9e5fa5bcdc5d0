import { createTheme, ThemeProvider } from '@mui/material';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import type { ReactElement } from 'react';
import { MemoryRouter } from 'react-router-dom';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { newest } from '../../../test/fixtures/fluxObjects.ts';
import { stateNames } from '../../core/flux/state.ts';
import { ClockProvider } from './clock.tsx';
import { copyText } from './copyText.ts';
import { FacetChips } from './FacetChips.tsx';
import { FreshnessMark } from './Freshness.tsx';
import { Message } from './Message.tsx';
import { ObjectLink } from './ObjectLink.tsx';
import { RevisionChip } from './RevisionChip.tsx';
import { Say } from './Say.tsx';
import { SearchField } from './SearchField.tsx';
import { StateMark } from './StateMark.tsx';
import { Time } from './Time.tsx';

const show = (element: ReactElement) =>
  render(
    <ThemeProvider theme={createTheme()}>
      <MemoryRouter>{element}</MemoryRouter>
    </ThemeProvider>
  );

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('a state mark', () => {
  it('has a word for each state, and no two look alike', () => {
    const { container } = show(
      <>
        {stateNames.map(name => (
          <StateMark key={name} state={name} />
        ))}
      </>
    );
    const names = screen.getAllByRole('img').map(mark => mark.getAttribute('aria-label'));
    expect(names).toEqual([
      'Failing',
      'Stalled',
      'Retrying',
      'Waiting',
      'Progressing',
      'Being deleted',
      'Unknown',
      'Suspended',
      'Ready',
      'No status',
    ]);
    const drawings = [...container.querySelectorAll('svg')].map(svg => svg.innerHTML);
    expect(new Set(drawings).size).toBe(stateNames.length);
  });

  it('says that it is not live', () => {
    show(<StateMark state="ready" isStale />);
    expect(screen.getByRole('img').getAttribute('aria-label')).toBe('Ready, not live');
  });
});

describe('a revision chip', () => {
  it('is short for reading, whole on hover, and has the commit beside it', () => {
    const commit = { subject: 'radarr 6.0.9', author: { name: 'anna', email: 'anna@home' } };
    show(<RevisionChip revision={newest} commit={commit} />);
    expect(screen.getByText('flux@5763edb').title).toBe(newest);
    expect(screen.getByTitle('radarr 6.0.9').textContent).toBe('radarr 6.0.9');
    expect(screen.getByText('anna')).toBeDefined();
  });
});

describe('copying', () => {
  it('works on a page without a clipboard, and leaves the focus where it was', async () => {
    const copied: string[] = [];
    document.execCommand = () => {
      copied.push((document.activeElement as HTMLTextAreaElement).value);
      return true;
    };
    show(<button>here</button>);
    screen.getByRole('button').focus();
    expect(navigator.clipboard).toBeUndefined();
    expect(await copyText('flux@sha1:5763edb')).toBe(true);
    expect(copied).toEqual(['flux@sha1:5763edb']);
    expect(document.activeElement).toBe(screen.getByRole('button'));
  });
});

describe('an object link', () => {
  const ref = { group: 'apps', kind: 'Deployment', namespace: 'media', name: 'radarr' };

  it("leads to Lumen's page for Flux's kinds and to Headlamp's for others, in its cluster", () => {
    const source = {
      group: 'source.toolkit.fluxcd.io',
      kind: 'GitRepository',
      namespace: 'a',
      name: 'b',
    };
    show(
      <>
        <ObjectLink cluster="noah" to={source} />
        <ObjectLink cluster="noah" to={ref} kind="word" />
      </>
    );
    expect(screen.getAllByRole('link').map(link => link.getAttribute('href'))).toEqual([
      '/c/noah/lumen/sources/gitrepositories/a/b',
      '/c/noah/deployments/media/radarr',
    ]);
  });

  it('is plain text where no page shows the kind', () => {
    show(
      <ObjectLink cluster="noah" to={{ ...ref, group: 'example.org', kind: 'Foo' }} kind="word" />
    );
    expect(screen.queryByRole('link')).toBeNull();
    expect(screen.getByText('Foo media/radarr')).toBeTruthy();
  });
});

describe('a message', () => {
  it('is one line, with the whole text one click away', () => {
    const text = 'kustomize build failed:\nline 3: mapping values are not allowed';
    show(<Message text={text} cluster="noah" />);
    expect(screen.queryByText(/line 3/)).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'whole message' }));
    expect(screen.getByText(/line 3/).textContent).toBe(text);
  });
});

describe('a time', () => {
  const at = '2026-08-01T10:00:00Z';

  it("is relative by the API server's clock, and ticks", () => {
    vi.useFakeTimers();
    let now = Date.parse(at) + 59_000;
    show(
      <ClockProvider value={() => now}>
        <Time at={at} />
      </ClockProvider>
    );
    expect(screen.getByText('50 s')).toBeTruthy();
    now += 61_000;
    vi.advanceTimersByTime(1000);
    const isTold = () => expect(screen.getByText('2 min').getAttribute('dateTime')).toBe(at);
    return vi.waitFor(isTold, 10_000);
  });

  it('shows what is no time as it is', () => {
    show(<Time at="soon" />);
    expect(screen.getByText('soon')).toBeTruthy();
  });
});

describe('freshness', () => {
  it('says since when it is not live and why, as a status', () => {
    show(
      <FreshnessMark of={{ state: 'stale', since: '2020-01-01T00:00:00Z', why: 'timed out' }} />
    );
    expect(screen.getByRole('status').textContent).toMatch(
      /^as of .*; not live since then: timed out$/
    );
  });
});

describe('facet chips', () => {
  it('tell counts, and choose and leave a state', () => {
    const states = {
      ...Object.fromEntries(stateNames.map(name => [name, 0])),
      failing: 2,
      ready: 17,
    };
    const tally = {
      all: 19,
      behind: 0,
      states: states as Record<(typeof stateNames)[number], number>,
    };
    const onChoose = vi.fn();
    show(<FacetChips tally={tally} chosen={['ready']} onChoose={onChoose} />);
    expect(
      screen
        .getAllByRole('button')
        .map(chip => [chip.textContent, chip.ariaPressed ?? chip.getAttribute('aria-pressed')])
    ).toEqual([
      ['All 19', 'false'],
      ['Failing 2', 'false'],
      ['Ready 17', 'true'],
    ]);
    fireEvent.click(screen.getByRole('button', { name: 'Failing 2' }));
    fireEvent.click(screen.getByRole('button', { name: 'Ready 17' }));
    expect(onChoose.mock.calls).toEqual([[['ready', 'failing']], [[]]]);
  });
});

describe('the search field', () => {
  it('tells what was typed once, is reached by f, and follows a query from outside', async () => {
    const onQuery = vi.fn();
    const { rerender } = show(<SearchField query="" onQuery={onQuery} />);
    fireEvent.keyDown(document.body, { key: 'f' });
    const field = screen.getByRole('searchbox', { name: 'Filter' });
    expect(document.activeElement).toBe(field);
    fireEvent.change(field, { target: { value: 'ns:media' } });
    await waitFor(() => expect(onQuery.mock.calls).toEqual([['ns:media']]));
    rerender(<SearchField query="state:failing ns:media" onQuery={onQuery} />);
    expect((screen.getByRole('searchbox') as HTMLInputElement).value).toBe(
      'state:failing ns:media'
    );
  });
});

describe('a sentence with parts', () => {
  it('has them where the language puts them', () => {
    show(
      <p>
        <Say id="cause.waits.other" parts={{ other: <b>infra</b> }} />
      </p>
    );
    expect(screen.getByText('infra').parentElement?.textContent).toBe('waits for infra');
  });
});
