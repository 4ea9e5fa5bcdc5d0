import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { LedgerStats } from '../ledger/ledger.ts';

/** What Prometheus reads of the sidecar. */
export interface Metrics {
  /** A request that has begun; call what it answers when the last byte is sent. */
  request(route: string): (status: number) => void;
  /** Kustomizations of one revision: built anew, known already, and those that could not be built. */
  builds(counts: { rendered: number; skipped: number; failed: number }): void;
  read(): Promise<{ text: string; contentType: string }>;
}

interface MetricsOptions {
  stats(): Promise<LedgerStats>;
  /** Undefined while nothing is watched. */
  sourcesWatched(): number | undefined;
}

const states: LedgerStats['state'][] = ['ready', 'full', 'read-only', 'failed'];

export function createMetrics({ stats, sourcesWatched }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const requests = new Counter({
    name: 'lumen_http_requests_total',
    help: 'Requests answered, by route and status.',
    labelNames: ['route', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'lumen_http_request_duration_seconds',
    help: 'Time until the last byte of an answer was sent.',
    labelNames: ['route'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  });
  const inFlight = new Gauge({
    name: 'lumen_http_requests_in_flight',
    help: 'Requests that are being answered.',
    registers,
  });
  const builds = new Counter({
    name: 'lumen_builds_total',
    help: 'Kustomizations of new revisions: rendered, skipped since nothing that they read had changed, or failed.',
    labelNames: ['result'],
    registers,
  });
  for (const result of ['rendered', 'skipped', 'failed']) builds.inc({ result }, 0);

  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const bytes = gauge('lumen_ledger_bytes', 'Size of the ledger.');
  const revisions = gauge('lumen_ledger_revisions', 'Revisions in the ledger.');
  const objects = gauge('lumen_ledger_objects', 'Rendered objects in the ledger.');
  const watched = gauge('lumen_sources_watched', 'Sources whose revisions are followed.');
  const state = new Gauge({
    name: 'lumen_ledger_state',
    help: 'Which state the ledger is in: 1 of that one, 0 of the others.',
    labelNames: ['state'],
    registers,
  });

  return {
    request(route) {
      const began = performance.now();
      inFlight.inc();
      return status => {
        inFlight.dec();
        requests.inc({ route, status });
        durations.observe({ route }, (performance.now() - began) / 1000);
      };
    },
    builds(counts) {
      for (const [result, count] of Object.entries(counts)) builds.inc({ result }, count);
    },
    async read() {
      const ledger = await stats();
      bytes.set(ledger.bytes);
      revisions.set(ledger.revisions);
      objects.set(ledger.objects);
      for (const name of states) state.set({ state: name }, ledger.state === name ? 1 : 0);
      watched.set(sourcesWatched() ?? 0);
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
  };
}
