import type { KindView } from '../../live/views.ts';
import { PageNotice } from '../../parts/PageStates.tsx';
import { Say } from '../../parts/Say.tsx';
import { Moment } from '../../parts/Time.tsx';
import { namespacesOf } from '../lookedAt.ts';
import { resourceOf } from './PhasePage.tsx';

interface InCluster {
  cluster: string;
  view: KindView;
}

const at = (time: number) => <Moment at={new Date(time).toISOString()} />;

/** One line about a scope that is not live, above rows that are worth reading all the same. */
function ScopeLine({ cluster, view, namespace, phase }: InCluster & KindView['scopes'][number]) {
  const resource = resourceOf(view.kind);
  switch (phase.name) {
    case 'live':
      return null;
    case 'loading':
      return <Say id="page.loading.partial" params={{ loaded: phase.loaded }} />;
    case 'stale':
      return (
        <Say
          id="page.stale"
          params={{ cluster, why: phase.why.message }}
          parts={{ time: at(phase.since) }}
        />
      );
    case 'forbidden': {
      const id = namespace ? 'page.forbidden.line.namespace' : 'page.forbidden.line';
      return <Say id={id} params={{ cluster, verb: phase.verb, resource, namespace }} />;
    }
    case 'absent':
      return <Say id="page.absent.cluster" params={{ cluster, kind: view.kind.kind }} />;
    case 'failed':
      return (
        <Say
          id="page.failed.cluster"
          params={{ cluster, answer: phase.why.message }}
          parts={{ time: at(phase.retryAt) }}
        />
      );
  }
}

/** Where only some namespaces are read: which, and what is not live of all that a list shows. One line each, never hidden. */
export function PhaseLines({ views }: { views: readonly InCluster[] }) {
  const lines = views.flatMap(({ cluster, view }) => {
    const scopes = view.scopes.length ? view.scopes : [{ namespace: '', phase: view.phase }];
    return scopes
      .filter(({ phase }) => phase.name !== 'live' && !(phase.name === 'loading' && !phase.loaded))
      .map(scope => ({ key: `${cluster}/${scope.namespace}`, cluster, view, ...scope }));
  });
  const parts = views.filter(({ view }) => namespacesOf(view).length > 0);
  if (lines.length === 0 && parts.length === 0) return null;
  return (
    <PageNotice>
      {parts.map(({ cluster, view }) => (
        <div key={cluster}>
          <Say id="page.only" params={{ cluster, namespaces: namespacesOf(view).join(', ') }} />
        </div>
      ))}
      {lines.map(({ key, ...line }) => (
        <div key={key}>
          <ScopeLine {...line} />
        </div>
      ))}
    </PageNotice>
  );
}
