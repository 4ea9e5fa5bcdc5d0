import type { FluxKind } from '../../../core/flux/kinds.ts';
import { resourcePath } from '../../../core/kubernetes/path.ts';
import type { KindView } from '../../live/views.ts';
import { useElapsed } from '../../parts/clock.tsx';
import { Failed, Forbidden, LoadingRows, NotInstalled } from '../../parts/PageStates.tsx';
import { Say } from '../../parts/Say.tsx';

/** `kustomizations.kustomize.toolkit.fluxcd.io` */
export function resourceOf(kind: FluxKind): string {
  return `${kind.plural}.${kind.group}`;
}

function Loading({ cluster }: { cluster: string }) {
  const seconds = useElapsed();
  const parts = { id: 'page.loading.slow', params: { cluster, count: seconds } };
  return <LoadingRows waitsFor={seconds >= 5 && <Say {...parts} />} />;
}

/** Instead of a list that has no row: why not. Undefined where there is simply nothing. */
export function PhasePage({ cluster, view }: { cluster: string; view: KindView }) {
  const { kind, phase } = view;
  switch (phase.name) {
    case 'loading':
      return <Loading cluster={cluster} />;
    case 'absent':
      return <NotInstalled kind={kind.kind} crd={resourceOf(kind)} cluster={cluster} />;
    case 'forbidden': {
      const scopes = view.scopes
        .map(scope => scope.namespace)
        .filter(Boolean)
        .join(', ');
      return (
        <Forbidden verb={phase.verb} resource={resourceOf(kind)} scope={scopes} cluster={cluster} />
      );
    }
    case 'failed': {
      const { group, plural } = kind;
      const version = view.version ?? kind.versions[0] ?? '';
      const asked = `GET ${resourcePath({ group, version, plural })}`;
      const retryAt = new Date(phase.retryAt).toISOString();
      return <Failed asked={asked} answer={phase.why.message} retryAt={retryAt} />;
    }
    default:
      return null;
  }
}
