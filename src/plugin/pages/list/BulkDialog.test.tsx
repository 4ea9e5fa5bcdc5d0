import { cleanup, render, screen, within } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answers, answerTwoRevisions, asked } from '../../../../test/doubles/scriptedAnswers.ts';
import { clusterView } from '../../../../test/fixtures/clusterViews.ts';
import { gitRepository, kustomization, older } from '../../../../test/fixtures/fluxObjects.ts';
import type { ActionName } from '../../../core/flux/plan.ts';
import { BulkDialog } from './BulkDialog.tsx';

vi.mock('../../live/useAnswer.ts', () => import('../../../../test/doubles/scriptedAnswers.ts'));
vi.mock('../../live/useKind.ts', () => ({ useKind: () => [] }));
vi.mock('../../actions/preview.ts', () => ({ previewPlan: () => new Promise(() => {}) }));
vi.mock('../../actions/runs.ts', () => ({}));

beforeEach(answerTwoRevisions);
afterEach(() => {
  cleanup();
  answers.clear();
  asked.clear();
});

function show(action: ActionName, names: readonly string[]) {
  const objects = names.map(name =>
    kustomization(name, name.startsWith('old') ? { revision: older } : {})
  );
  const view = clusterView([gitRepository, ...objects]);
  const entries = names.map(name => view.find('Kustomization', 'flux-system', name)!);
  render(
    <MemoryRouter>
      <BulkDialog action={action} entries={entries} onClose={() => {}} />
    </MemoryRouter>
  );
  return within(screen.getByRole('dialog'));
}

it('says of many what will change, before anything is reconciled', () => {
  const dialog = show('reconcile', ['old-apps', 'infra']);
  expect(dialog.getByText(/1 of 2 Kustomizations have not applied/)).toBeTruthy();
  expect(dialog.getAllByRole('listitem').map(line => line.textContent)).toEqual([
    'Kustomization flux-system/old-apps2 commits are not applied yet: what will change 7 objects differ',
    'Kustomization flux-system/infra',
  ]);
});

it('asks no more of the sidecar than it can answer at once', () => {
  show(
    'reconcile',
    Array.from({ length: 30 }, (_, at) => `old-${at}`)
  );
  expect([...asked].filter(path => path.startsWith('/v1/changes')).length).toBe(20);
});

it('speaks of no changes where something is suspended', () => {
  const dialog = show('suspend', ['old-apps', 'infra']);
  expect(dialog.queryByText(/not applied/)).toBe(null);
});
