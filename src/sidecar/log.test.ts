import { expect, it } from 'vitest';
import { createLog } from './log.ts';

it('writes one line of JSON, without credentials', () => {
  const lines: string[] = [];
  const log = createLog(
    line => lines.push(line),
    () => new Date(0)
  );
  const url = 'https://me:secret@git.example.org/r.git';
  log.error('fetch failed', { url, said: 'Authorization: Bearer abc', token: 'abc' });
  const path = `/hook/${'a'.repeat(64)}`;
  log.info('request', { path });
  expect(lines.map(line => JSON.parse(line) as unknown)).toEqual([
    {
      ts: '1970-01-01T00:00:00.000Z',
      level: 'error',
      msg: 'fetch failed',
      url: 'https://***@git.example.org/r.git',
      said: 'Authorization: Bearer ***',
      token: '***',
    },
    { ts: '1970-01-01T00:00:00.000Z', level: 'info', msg: 'request', path: '/hook/***' },
  ]);
});
