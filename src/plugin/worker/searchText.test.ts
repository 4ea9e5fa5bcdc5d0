import { expect, it } from 'vitest';
import { searchText } from './searchText.ts';

it('is each value behind its key, in small letters', () => {
  const object = {
    kind: 'Deployment',
    spec: {
      replicas: 3,
      containers: [{ image: 'ghcr.io/Home/radarr:6.0.9' }],
      args: ['--Verbose'],
    },
  };
  expect(searchText(object)).toBe(
    'kind: deployment\nreplicas: 3\nimage: ghcr.io/home/radarr:6.0.9\n-: --verbose'
  );
});

it('holds no masked value', () => {
  const digest = '0123456789abcdef0123456789abcdef';
  expect(searchText({ data: { token: `lumen:masked:${digest}` } })).toBe('token:');
});
