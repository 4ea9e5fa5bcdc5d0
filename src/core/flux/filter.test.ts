import { describe, expect, it } from 'vitest';
import { type Filterable, matchesFilter, parseFilter, withFilterKey } from './filter.ts';

const apps: Filterable = {
  name: 'apps',
  namespace: 'flux-system',
  kind: 'Kustomization',
  cluster: 'noah',
  state: 'failing',
  isBehind: true,
  source: 'gitrepository/flux-system/homelab',
  labels: { team: 'Home', tier: '' },
  text: 'image ghcr.io/home/radarr:6.0.9 not found',
};

const finds = (query: string) => matchesFilter(apps, parseFilter(query));

describe('a filter', () => {
  it.each([
    ['', true],
    ['APPS', true],
    ['flux-system/apps', true],
    ['radarr apps', true],
    ['radarr infra', false],
    ['ns:flux-system', true],
    ['ns:flux', false],
    ['state:failing', true],
    ['state:ready state:failing', true],
    ['state:ready', false],
    ['source:homelab', true],
    ['source:flux-system/homelab', true],
    ['source:lab', false],
    ['kind:kustomization', true],
    ['cluster:other', false],
    ['label:team', true],
    ['label:team=Home', true],
    ['label:team=home', false],
    ['label:tier=', true],
    ['label:absent', false],
    ['is:behind', true],
    ['ns:', true],
    ['http://radarr', false],
  ])('%j finds it: %s', (query, expected) => expect(finds(query)).toBe(expected));

  it('treats an unknown key as text, and quotes as holding a value together', () => {
    expect(parseFilter('foo:Bar label:"a=b c"')).toMatchObject({
      words: ['foo:bar'],
      keys: { label: ['a=b c'] },
    });
  });

  it('has one key replaced without touching what else was typed', () => {
    expect(withFilterKey('radarr state:ready ns:media', 'state', ['failing', 'stalled'])).toBe(
      'state:failing state:stalled radarr ns:media'
    );
    expect(withFilterKey('state:ready label:"a=b c"', 'state', [])).toBe('label:"a=b c"');
  });
});
