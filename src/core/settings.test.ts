import { expect, it } from 'vitest';
import { toSettings } from './settings.ts';

const usual = { density: 'comfortable', hasShortcuts: true, notNoise: [], clusters: {} };

it('is right where nothing was ever set, or something that nobody understands', () => {
  expect(toSettings(undefined)).toEqual(usual);
  const odd = { density: 7, hasShortcuts: 'no', notNoise: ['N0', 3], clusters: [{}] };
  expect(toSettings(odd)).toEqual(usual);
});

it('keeps what was set, and of a cluster only what says something', () => {
  const kept = {
    density: 'compact',
    hasShortcuts: false,
    notNoise: ['N6', 'N7'],
    clusters: {
      noah: {
        sidecar: { namespace: 'tools', name: 'lumen' },
        forge: { repositories: 'git.example.org' },
      },
    },
  };
  const empty = {
    oslo: { sidecar: { namespace: 'tools', name: '' }, forge: { type: ' ' } },
    rome: {},
  };
  const stored = {
    ...kept,
    notNoise: ['N7', 'N6'],
    clusters: { ...kept.clusters, ...empty },
  };
  expect(toSettings(stored)).toEqual(kept);
});
