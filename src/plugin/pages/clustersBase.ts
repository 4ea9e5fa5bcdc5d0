/** `/c/noah+oslo`: the start of every address within these clusters. */
export function clustersBase(clusters: readonly string[]): string {
  return `/c/${clusters.map(encodeURIComponent).join('+')}`;
}
