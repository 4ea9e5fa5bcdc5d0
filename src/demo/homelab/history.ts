/** One commit as history.yaml describes it. */
export interface CommitEntry {
  branch: string;
  author: string;
  /** RFC 3339, with the author's offset. */
  date: string;
  message: string;
  adds?: string[];
  edits?: FileEdit[];
}

/** Told forwards: `before` became `after`, which stands exactly once in the file afterwards. */
export interface FileEdit {
  file: string;
  before: string;
  after: string;
}

export interface History {
  /** Short name to `Name <email>`. */
  people: Record<string, string>;
  commits: CommitEntry[];
}

/** A commit with the whole contents of the files that it wrote. */
export interface Commit {
  branch: string;
  author: string;
  date: string;
  message: string;
  files: Map<string, string>;
}

/** Plays the history backwards from the files as they are at the end. Throws where the two do not fit. */
export function toCommits(history: History, final: ReadonlyMap<string, string>): Commit[] {
  const current = new Map(final);
  const introducedBy = new Map([...final.keys()].map(path => [path, introducer(history, path)]));
  const backwards = history.commits.toReversed().map(entry => {
    const files = new Map<string, string>();
    for (const edit of entry.edits ?? []) {
      const text = current.get(edit.file);
      if (text === undefined) throw new Error(`history.yaml edits ${edit.file}, which is no file`);
      if (!files.has(edit.file)) files.set(edit.file, text);
      current.set(edit.file, undo(text, edit));
    }
    for (const [path, by] of introducedBy) {
      if (by === entry) files.set(path, current.get(path) ?? '');
    }
    if (files.size === 0) throw new Error(`history.yaml: "${entry.message}" changes nothing`);
    const author = history.people[entry.author];
    if (!author) throw new Error(`history.yaml: "${entry.author}" is none of its people`);
    return { branch: entry.branch, author, date: entry.date, message: entry.message, files };
  });
  return backwards.toReversed();
}

function introducer(history: History, path: string): CommitEntry {
  let found: CommitEntry | undefined;
  let longest = '';
  for (const entry of history.commits) {
    for (const name of entry.adds ?? []) {
      const isInside = path === name || path.startsWith(`${name}/`);
      if (isInside && name.length > longest.length) [found, longest] = [entry, name];
    }
  }
  if (!found) throw new Error(`history.yaml: no commit adds ${path}`);
  return found;
}

function undo(text: string, { file, before, after }: FileEdit): string {
  const parts = text.split(after);
  if (parts.length !== 2) {
    throw new Error(
      `history.yaml: ${JSON.stringify(after)} stands ${parts.length - 1} times in ${file}`
    );
  }
  return parts.join(before);
}
