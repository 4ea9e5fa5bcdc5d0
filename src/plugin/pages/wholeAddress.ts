/** A path of the host as an address for elsewhere: wherever the host lives, and whether it routes by path or by hash. */
export function wholeAddress(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  const { href } = window.location;
  const at = href.search(/\/c\/[^/]+\//);
  return at < 0 ? undefined : `${href.slice(0, at)}${path}`;
}
