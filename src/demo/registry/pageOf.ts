/** A page of a sorted list: `n` entries after `last`, and where the next page is, as the `Link` header writes it. */
export function pageOf(
  sorted: readonly string[],
  path: string,
  query: URLSearchParams
): { page: string[]; link?: string } {
  const asked = Number(query.get('n') ?? maxPage);
  const size = Number.isInteger(asked) && asked >= 0 ? Math.min(asked, maxPage) : maxPage;
  const last = query.get('last');
  const rest = last === null ? sorted : sorted.filter(entry => entry > last);
  const page = rest.slice(0, size);
  const end = page.at(-1);
  if (end === undefined || page.length === rest.length) return { page };
  return { page, link: `<${path}?n=${size}&last=${encodeURIComponent(end)}>; rel="next"` };
}

/** Clients that ask for no size follow the links as well. */
const maxPage = 1000;
