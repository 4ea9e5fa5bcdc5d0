import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { clusterView } from '../../../test/fixtures/clusterViews.ts';
import {
  failed,
  gitRepository,
  kustomization,
  newest,
  older,
} from '../../../test/fixtures/fluxObjects.ts';
import { toRef } from '../../core/kubernetes/ref.ts';
import { SayFile } from './BrokenFile.tsx';

const infra = kustomization('infra', {
  revision: older,
  spec: { path: './infra' },
  status: { lastAttemptedRevision: newest },
  conditions: failed('boom'),
});
const view = clusterView([gitRepository, infra]);
vi.mock('../live/useObject.ts', () => ({
  useObject: (_: string, ...of: [string, string, string]) => ({ entry: view.find(...of) }),
}));
const forge = vi.hoisted(() => ({ isKnown: true }));
vi.mock('../live/useForge.ts', () => ({
  useForge: () => ({
    file: ({ hash, file }: { hash: string; file: string }) =>
      forge.isKnown ? `https://forge/${hash.slice(0, 7)}/${file}` : undefined,
  }),
}));

const say = (id: string) =>
  render(
    <SayFile
      cluster="noah"
      says={{ id, params: { file: 'two.yaml', line: '4', problem: 'boom' } }}
      evidence={[{ object: toRef(infra), seenIn: { type: 'condition', name: 'Ready' } }]}
    />
  );
const link = () => screen.queryByRole('link')?.getAttribute('href');

afterEach(() => {
  cleanup();
  forge.isKnown = true;
});

describe('a file that broke a build', () => {
  it('is a link to where it is in the forge, at the revision that was tried', () => {
    const { container } = say('cause.yaml.line');
    expect(container.textContent).toBe('YAML error in two.yaml, line 4: boom');
    expect(link()).toBe('https://forge/5763edb/infra/two.yaml');
    cleanup();
    say('remedy.yaml');
    expect(link()).toBe('https://forge/5763edb/infra/two.yaml');
  });

  it('is plain text where no forge is known, or where the file is missing', () => {
    forge.isKnown = false;
    say('cause.yaml.line');
    expect(link()).toBeUndefined();
    cleanup();
    forge.isKnown = true;
    const { container } = say('cause.fileMissing');
    expect(container.textContent).toBe('two.yaml is listed and missing');
    expect(link()).toBeUndefined();
  });
});
