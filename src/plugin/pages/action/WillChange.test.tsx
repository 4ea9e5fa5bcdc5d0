import { cleanup, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answers, answerTwoRevisions } from '../../../../test/doubles/scriptedAnswers.ts';
import { clusterView } from '../../../../test/fixtures/clusterViews.ts';
import { gitRepository, kustomization, older } from '../../../../test/fixtures/fluxObjects.ts';
import type { KubernetesObject } from '../../../core/kubernetes/object.ts';
import type { ClusterView } from '../../live/views.ts';
import { WillChange } from './WillChange.tsx';

const shown = vi.hoisted(() => ({ view: undefined as ClusterView | undefined }));
vi.mock('../../live/useAnswer.ts', () => import('../../../../test/doubles/scriptedAnswers.ts'));
vi.mock('../../live/useKind.ts', () => ({
  useKind: (kind: 'Kustomization') => [{ cluster: 'noah', view: shown.view?.kinds.get(kind) }],
}));

beforeEach(answerTwoRevisions);
afterEach(() => {
  cleanup();
  answers.clear();
});

function show(object: KubernetesObject, ...others: KubernetesObject[]) {
  shown.view = clusterView([gitRepository, object, ...others]);
  const entry = shown.view.find(object.kind, 'flux-system', object.metadata.name)!;
  render(
    <MemoryRouter>
      <WillChange entry={entry} />
    </MemoryRouter>
  );
  return screen.queryByRole('note')?.textContent;
}
const changes = (of: string) =>
  `/c/noah/lumen/changes?${new URLSearchParams({ of, from: 'applied', to: 'newest' })}`;

describe('before a reconcile', () => {
  it('it is said how much will change, and where that is shown', () => {
    expect(show(kustomization('apps', { revision: older }))).toBe(
      '2 commits are not applied yet: what will change 7 objects differ'
    );
    expect(screen.getByRole('link').getAttribute('href')).toBe(
      changes('Kustomization/flux-system/apps')
    );
  });

  it('no number is said that is not known', () => {
    answers.delete('/v1/log');
    answers.delete('/v1/changes');
    expect(show(kustomization('apps', { revision: older }))).toBe(
      'What its source serves is not applied yet: what will change '
    );
  });

  it('nothing is asked of a revision that the sidecar has not seen yet', () => {
    answers.set('/v1/history', { rows: [{ revision: older, seenAt: 1 }] });
    expect(show(kustomization('apps', { revision: older }))).toBe(
      'What its source serves is not applied yet: what will change '
    );
  });

  it('of what is applied it is said that nothing changes', () => {
    expect(show(kustomization('apps'))).toContain('nothing changes unless the source has news');
  });

  it('of a source it is said who has not applied it', () => {
    expect(show(gitRepository, kustomization('apps', { revision: older }))).toBe(
      '1 Kustomization has not applied what it serves now: what will change'
    );
  });

  it('nothing is said where the sidecar does not tell', () => {
    answers.clear();
    expect(show(kustomization('apps', { revision: older }))).toBeUndefined();
  });
});
