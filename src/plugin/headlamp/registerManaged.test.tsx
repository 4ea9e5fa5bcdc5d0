import { cleanup, render, screen } from '@testing-library/react';
import type { ComponentType, ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { registerManaged } from './registerManaged.tsx';

interface Action {
  id: string;
  action?: ReactNode;
}
type Shown = { jsonData?: unknown; cluster?: string } | null;

const host = vi.hoisted(() => ({
  sections: [] as ComponentType<{ resource: Shown }>[],
  processors: [] as { id: string; processor: (resource: Shown, actions: Action[]) => Action[] }[],
}));
vi.mock('@kinvolk/headlamp-plugin/lib', () => ({
  registerDetailsViewSection: (section: ComponentType<{ resource: Shown }>) =>
    host.sections.push(section),
  registerDetailsViewHeaderActionsProcessor: (each: (typeof host.processors)[number]) =>
    host.processors.push(each),
}));
vi.mock('@kinvolk/headlamp-plugin/lib/CommonComponents', () => ({
  SectionBox: ({ title, children }: { title: string; children: ReactNode }) => (
    <section aria-label={title}>{children}</section>
  ),
}));

registerManaged({
  isManaged: ({ metadata }) => metadata.labels?.by === 'flux',
  useTitle: () => 'Managed',
  Frame: ({ children }) => <>{children}</>,
  Section: ({ object, cluster }) => <p>{`${object.metadata.name} in ${cluster}`}</p>,
  Warning: () => <button>warning</button>,
});
afterEach(cleanup);

const managed = {
  cluster: 'noah',
  jsonData: { metadata: { name: 'radarr', labels: { by: 'flux' } } },
};
const others: Shown[] = [
  null,
  {},
  { cluster: 'noah', jsonData: {} },
  { cluster: 'noah', jsonData: { metadata: { name: 'radarr' } } },
  { ...managed, cluster: undefined },
];
const actions = [{ id: 'LOGS' }, { id: 'SCALE' }, { id: 'EDIT' }, { id: 'DELETE' }];
const process = (resource: Shown, before: Action[]) =>
  host.processors.reduce((all, { processor }) => processor(resource, all), before);
const Section = host.sections[0]!;

it('puts one warning before the buttons that change the object, however often it is asked', () => {
  const once = process(managed, actions);
  expect(once.map(({ id }) => id)).toEqual(['LOGS', 'lumen-managed', 'SCALE', 'EDIT', 'DELETE']);
  expect(process(managed, once)).toBe(once);
  expect(process(managed, [{ id: 'LOGS' }])).toEqual([{ id: 'LOGS' }]);
});

it('leaves the host as it is where Flux applied nothing, or the object is not there yet', () => {
  for (const resource of others) {
    expect(process(resource, actions)).toBe(actions);
    const { container } = render(<Section resource={resource} />);
    expect(container.innerHTML).toBe('');
    cleanup();
  }
});

it('adds a section to the page of an object that Flux applied', () => {
  render(<Section resource={managed} />);
  expect(screen.getByRole('region', { name: 'Managed' }).textContent).toBe('radarr in noah');
});
