import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../../node/kubernetes/client.ts';
import { type Cluster, startCluster } from './cluster.ts';

describe('a watcher that does not read', () => {
  let cluster: Cluster;
  const lines: string[] = [];

  beforeAll(async () => {
    cluster = await startCluster({ log: line => lines.push(line) });
  });
  afterAll(() => cluster.close());

  // 36 MB through two sockets take their time on a busy machine.
  it('is cut off, while those that read see every event', { timeout: 60_000 }, async () => {
    const token = async () => cluster.token('admin');
    const client = createClient({ server: cluster.url, ca: cluster.ca, token });
    const path = '/api/v1/namespaces/default/configmaps';
    const query = { watch: true, labelSelector: 'big' };
    const slow = await client.open({ path, query });
    const quick = await client.open({ path, query });
    const cut = new Promise<void>(resolve => slow.once('close', resolve));
    slow.on('error', () => {});
    let text = '';
    quick.setEncoding('utf8').on('data', chunk => (text += chunk));
    const count = 40;
    for (let number = 0; number < count; number++) {
      const metadata = { name: `m${number}`, labels: { big: 'yes' } };
      const data = { x: 'x'.repeat(900_000) };
      const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
      await client.request({ method: 'POST', path, body });
    }
    // Reading now brings what was on its way, and then the end.
    slow.resume();
    await cut;
    expect(lines).toEqual(['watch of configmaps: a client that does not read was cut off']);
    while (text.split('\n').length <= count) await once(quick, 'data');
    expect(text.match(/"type":"ADDED"/g)).toHaveLength(count);
    client.close();
  });
});
