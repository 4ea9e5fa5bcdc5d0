import { expect, it, vi } from 'vitest';
import { registerSidebar } from './sidebar.ts';

interface Entry {
  name: string;
  label: string;
  parent?: string | null;
  url?: string;
}

const host = vi.hoisted(() => ({
  entries: new Map<string, Entry>(),
  filters: [] as ((entry: Entry) => Entry | null)[],
}));

vi.mock('@kinvolk/headlamp-plugin/lib', () => ({
  registerSidebarEntry: (entry: Entry) => host.entries.set(entry.name, entry),
  registerSidebarEntryFilter: (filter: (entry: Entry) => Entry | null) => host.filters.push(filter),
}));

/** The host shows every entry to every filter while it draws. */
async function draw() {
  const shown = [...host.entries.values()].filter(entry => host.filters.every(each => each(entry)));
  await Promise.resolve();
  return shown.map(({ label }) => label);
}

it('is the section Flux, and takes a longer name beside another plugin that has the entry `flux`', async () => {
  registerSidebar();
  const labels = [
    'Overview',
    'Kustomizations',
    'HelmReleases',
    'Sources',
    'Images',
    'Notifications',
    'Graph',
    'Controllers',
  ];
  expect(await draw()).toEqual(['Flux', ...labels]);
  expect(host.entries.get('lumen-kustomizations')?.url).toBe('/lumen/kustomizations');
  host.entries.set('flux', { name: 'flux', label: 'Flux' });
  await draw();
  expect(await draw()).toEqual(['Flux · Lumen', ...labels, 'Flux']);
});
