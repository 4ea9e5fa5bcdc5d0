import { useDiagnosis } from '../../live/useDiagnosis.ts';
import { Say } from '../../parts/Say.tsx';

/** Nothing where the controllers do not say, or may not be read. */
export function FluxVersion({ cluster }: { cluster: string }) {
  const { fluxVersion: version } = useDiagnosis(cluster);
  return version ? (
    <span>
      <Say id="overview.version" params={{ version }} />
    </span>
  ) : null;
}
