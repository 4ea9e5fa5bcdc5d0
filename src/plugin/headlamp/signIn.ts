/** Whether the host shows one of its pages for signing in: whoever comes back from it may be somebody else. */
export function isSigningIn(): boolean {
  const { pathname, hash } = window.location;
  return [pathname, hash].some(
    path => /\/c\/[^/]+\/(token|login)$/.test(path) || /\/(login|auth)$/.test(path)
  );
}
