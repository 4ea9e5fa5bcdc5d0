import type { Commit } from './history.ts';

/**
 * The commits as input of `git fast-import`: one process writes the whole history, and since every byte is given,
 * so is every hash. A branch begins at the newest commit before its first.
 */
export function toFastImport(commits: readonly Commit[]): string {
  const begun = new Set<string>();
  return commits
    .map((commit, index) => {
      const isFirst = !begun.has(commit.branch);
      begun.add(commit.branch);
      return [
        `commit refs/heads/${commit.branch}`,
        `mark :${index + 1}`,
        `author ${commit.author} ${rawDate(commit.date)}`,
        `committer ${commit.author} ${rawDate(commit.date)}`,
        data(`${commit.message.trimEnd()}\n`),
        ...(isFirst && index > 0 ? [`from :${index}`] : []),
        ...[...commit.files].map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`),
        '',
      ].join('\n');
    })
    .join('\n');
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}

/** `2026-08-03T18:12:00+02:00` as Git keeps it: `1785773520 +0200`. */
function rawDate(date: string): string {
  const offset = /([+-]\d\d):(\d\d)$/.exec(date);
  return `${Date.parse(date) / 1000} ${offset ? `${offset[1]}${offset[2]}` : '+0000'}`;
}
