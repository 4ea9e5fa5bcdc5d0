/** The page that shows a commit, by the host of its repository; undefined where the kind of forge is not known. */
export function commitLink(url: string, hash: string): string | undefined {
  const address = webAddress(url);
  if (!address) return undefined;
  const { host, path } = address;
  const forge = forges.find(({ hosts }) => hosts.test(host));
  return forge && `https://${host}/${path}/${forge.commit}/${hash}`;
}

const forges = [
  { hosts: /(^|\.)gitlab\b/i, commit: '-/commit' },
  { hosts: /(^|\.)bitbucket\b/i, commit: 'commits' },
  { hosts: /(^|\.)(github|gitea|forgejo|codeberg|gogs)\b/i, commit: 'commit' },
];

function webAddress(url: string): { host: string; path: string } | undefined {
  const match = /^(?:https?|ssh):\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\/(.+?)(?:\.git)?\/?$/i.exec(url);
  const [, host, path] = match ?? [];
  return host && path ? { host, path } : undefined;
}
