/** What the graph shows. */
interface GraphQuery {
  /** `KIND/NS/NAME` of a kind of Flux, `KIND.GROUP/NS/NAME` of any other: only what it needs, and what needs it. */
  of?: string;
}

/** Where the graph of a cluster is, or that of one object. */
export function graphPath(cluster: string, { of }: GraphQuery = {}): string {
  const query = of === undefined ? '' : `?${new URLSearchParams({ of })}`;
  return `/c/${encodeURIComponent(cluster)}/lumen/graph${query}`;
}
