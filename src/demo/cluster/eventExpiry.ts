import type { Api } from './api.ts';

const lifetime = 3_600_000;
const period = 60_000;

/** Forgets Events an hour after they were last written. */
export function startEventExpiry(api: Api): () => void {
  const timer = setInterval(() => {
    const events = api.store.collection('events');
    const oldest = api.now().getTime() - lifetime;
    for (const { key, object } of events.list()) {
      const { lastTimestamp, eventTime, metadata } = object;
      const seen = String(lastTimestamp ?? eventTime ?? metadata.creationTimestamp);
      if (Date.parse(seen) < oldest) events.remove(key);
    }
  }, period);
  timer.unref();
  return () => clearInterval(timer);
}
