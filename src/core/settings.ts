import { type NoiseId, noiseIds } from './diff/noise.ts';
import { list, record, text } from './kubernetes/object.ts';

/** What one browser overrides of what a cluster tells by itself. */
export interface ClusterSettings {
  /** Where the sidecar's Service is; without it, it is found by its label. */
  sidecar?: { namespace: string; name: string };
  /** A forge as the ConfigMaps of `core/flux/forge.ts` name it: its keys with their values. It wins over theirs. */
  forge?: Record<string, string>;
}

/** What a person has set. All of it has a default that is right. */
export interface Settings {
  density: 'comfortable' | 'compact';
  hasShortcuts: boolean;
  /** Rules of `core/diff/SPEC.md` whose differences are shown like all others. */
  notNoise: readonly NoiseId[];
  clusters: Readonly<Record<string, ClusterSettings>>;
}

function toClusterSettings(stored: unknown): ClusterSettings {
  const { sidecar, forge } = record(stored);
  const { namespace, name } = record(sidecar);
  const place = { namespace: text(namespace) ?? '', name: text(name) ?? '' };
  const told = Object.entries(record(forge)).flatMap(([key, value]) => {
    const said = text(value)?.trim();
    return said ? [[key, said] as const] : [];
  });
  return {
    ...(place.namespace && place.name ? { sidecar: place } : {}),
    ...(told.length > 0 ? { forge: Object.fromEntries(told) } : {}),
  };
}

/** What a browser has kept, of whatever version: what is not understood is as if it had never been set. */
export function toSettings(stored: unknown): Settings {
  const { density, hasShortcuts, notNoise, clusters } = record(stored);
  const known = list(notNoise);
  const told = Object.entries(record(clusters)).map(
    ([name, each]) => [name, toClusterSettings(each)] as const
  );
  return {
    density: density === 'compact' ? 'compact' : 'comfortable',
    hasShortcuts: hasShortcuts !== false,
    notNoise: noiseIds.filter(id => known.includes(id)),
    clusters: Object.fromEntries(told.filter(([, { sidecar, forge }]) => sidecar ?? forge)),
  };
}
