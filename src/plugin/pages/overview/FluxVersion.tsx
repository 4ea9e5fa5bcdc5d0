import { useMemo } from 'react';
import { useAccess } from '../../live/useAccess.ts';
import { useObjects } from '../../live/useObjects.ts';
import { Say } from '../../parts/Say.tsx';

/** Flux's installers label its CRDs with the version: one of them tells, whatever runs where. */
const query = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  namespace: '',
  isClusterScoped: true,
  fieldSelector: 'metadata.name=kustomizations.kustomize.toolkit.fluxcd.io',
};

/** Asked first: a version is not worth a refused request in everybody's console. */
const access = { verb: 'list', group: query.group, resource: query.plural };

/** Nothing where the label is missing, or may not be read. */
export function FluxVersion({ cluster }: { cluster: string }) {
  const { state } = useAccess(cluster, access);
  const { objects } = useObjects(cluster, state === 'allowed' ? query : undefined);
  const version = useMemo(
    () => objects[0]?.metadata.labels?.['app.kubernetes.io/version']?.replace(/^v/, ''),
    [objects]
  );
  return version ? (
    <span>
      <Say id="overview.version" params={{ version }} />
    </span>
  ) : null;
}
