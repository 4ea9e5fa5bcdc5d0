import { registerMapSource } from '@kinvolk/headlamp-plugin/lib';
import { makeCustomResourceClass } from '@kinvolk/headlamp-plugin/lib/K8s/crd';
import { type ComponentType, useMemo } from 'react';
import type { FluxKind } from '../../core/flux/kinds.ts';
import type { KubernetesObject } from '../../core/kubernetes/object.ts';

/** An object of Flux for the host's own map, which knows objects by their uid. */
export interface MapNode {
  uid: string;
  cluster: string;
  kind: FluxKind;
  version: string;
  object: KubernetesObject;
  status: 'error' | 'warning' | 'success' | undefined;
}

export interface MapEdge {
  /** Uids: of Flux's objects, and of anything else that the map may show. */
  from: string;
  to: string;
}

export interface MapData {
  nodes: readonly MapNode[];
  edges: readonly MapEdge[];
}

type HostClass = ReturnType<typeof makeCustomResourceClass>;
const classes = new Map<string, HostClass>();

/** One class a kind and version: the host compares them. */
function classOf({ group, kind, plural, singular }: FluxKind, version: string): HostClass {
  const key = `${group}/${version}/${kind}`;
  const known = classes.get(key);
  if (known) return known;
  const made = makeCustomResourceClass({
    apiInfo: [{ group, version }],
    kind,
    pluralName: plural,
    singularName: singular,
    isNamespaced: true,
  });
  classes.set(key, made);
  return made;
}

/** Flux as a source of the host's own map. The official plugin has one called `flux`; both may be there. */
export function registerMap({
  label,
  useMapData,
  Details,
}: {
  label: string;
  /** Undefined while nothing is known. */
  useMapData: () => MapData | undefined;
  Details: ComponentType<{ node: MapNode }>;
}): void {
  const detailsOf = new Map<string, () => JSX.Element>();
  registerMapSource({
    id: 'lumen-flux',
    label,
    useData() {
      const data = useMapData();
      return useMemo(() => {
        if (!data) return null;
        const nodes = data.nodes.map(node => {
          const { uid, cluster, kind, version, object, status } = node;
          const Class = classOf(kind, version);
          const known = detailsOf.get(uid);
          const detailsComponent = known ?? (() => <Details node={node} />);
          detailsOf.set(uid, detailsComponent);
          return {
            id: uid,
            kubeObject: new Class(object as ConstructorParameters<HostClass>[0], cluster),
            status,
            detailsComponent,
            customResourceDefinition: `${kind.plural}.${kind.group}`,
          };
        });
        const edges = data.edges.map(({ from, to }) => ({
          id: `lumen-${from}-${to}`,
          source: from,
          target: to,
        }));
        return { nodes, edges };
      }, [data]);
    },
  });
}
