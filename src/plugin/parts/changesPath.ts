/** Which change set the viewer shows. */
export interface ChangesQuery {
  /** `KIND/NAMESPACE/NAME` of a Kustomization or of a source. */
  of: string;
  /** A revision as the source's status writes it, or what is applied now. */
  from: 'applied' | (string & {});
  to: 'newest' | (string & {});
}

/** Where the viewer shows what changed between two revisions, or what the next one would change. */
export function changesPath(cluster: string, { of, from, to }: ChangesQuery): string {
  const query = new URLSearchParams({ of, from, to });
  return `/c/${encodeURIComponent(cluster)}/lumen/changes?${query}`;
}
