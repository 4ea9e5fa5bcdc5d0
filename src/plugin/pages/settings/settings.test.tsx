import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useSyncExternalStore } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { type Settings, toSettings } from '../../../core/settings.ts';
import { SettingsPage } from './SettingsPage.tsx';

// As the host keeps them: whoever shows them hears of the next ones.
const kept = vi.hoisted(() => ({
  settings: undefined as Settings | undefined,
  listeners: new Set<() => void>(),
}));
vi.mock('../../headlamp/settings.ts', () => ({
  useSettings: () =>
    useSyncExternalStore(
      listener => {
        kept.listeners.add(listener);
        return () => void kept.listeners.delete(listener);
      },
      () => (kept.settings ??= toSettings(undefined))
    ),
  saveSettings: (next: Settings) => {
    kept.settings = toSettings(next);
    kept.listeners.forEach(listener => listener());
  },
}));
vi.mock('../../headlamp/selection.ts', () => ({ useKnownClusters: () => ['noah', 'oslo'] }));
vi.mock('../managed/HostFrame.tsx', () => ({
  HostFrame: ({ children }: { children: unknown }) => children,
}));
afterEach(() => {
  cleanup();
  kept.settings = undefined;
});

function write(label: string, value: string): void {
  const field = screen.getByLabelText(label);
  fireEvent.change(field, { target: { value } });
  fireEvent.blur(field);
}

it('keeps at once what is chosen, and nothing that is as it always was', () => {
  render(<SettingsPage />);
  fireEvent.click(screen.getByLabelText('Compact'));
  fireEvent.click(screen.getByLabelText(/^Single keys act/));
  fireEvent.click(screen.getByLabelText('checksums in annotations'));
  expect(kept.settings).toEqual({
    density: 'compact',
    hasShortcuts: false,
    notNoise: ['N7'],
    clusters: {},
  });
  fireEvent.click(screen.getByLabelText('checksums in annotations'));
  expect(kept.settings?.notNoise).toEqual([]);
});

it('keeps a place of the sidecar once it is whole, and what a forge is, for one cluster', () => {
  render(<SettingsPage />);
  write('Sidecar: name of its Service', 'lumen');
  expect(kept.settings?.clusters).toEqual({});
  write('Sidecar: namespace of its Service', 'tools');
  write('Forge: its repositories', 'git.example.org');
  const noah = {
    sidecar: { namespace: 'tools', name: 'lumen' },
    forge: { repositories: 'git.example.org' },
  };
  expect(kept.settings?.clusters).toEqual({ noah });
  write('Forge: its repositories', '');
  write('Sidecar: name of its Service', '');
  expect(kept.settings?.clusters).toEqual({});
});

it('says beside the field what is not taken, and why', () => {
  render(<SettingsPage />);
  write('Forge: its repositories', 'git.example.org');
  expect(screen.queryByText(/^A template begins with/)).toBe(null);
  write('Address of a commit', 'javascript:alert(1)');
  screen.getByText(/^A template begins with https:.*\{hash\}/);
  expect(screen.getByLabelText('Address of a commit').getAttribute('aria-invalid')).toBe('true');
});
