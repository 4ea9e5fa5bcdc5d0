import ignore from 'ignore';

/** One line of an ignore file, and the folder that it speaks of ('' is the root). */
interface Rule {
  isIncluding: boolean;
  folder: string;
  /** A folder's path ends with a slash. */
  matches(path: string): boolean;
}

const versionControl = ['.git/', '.gitignore', '.gitmodules', '.gitattributes'];
const defaults = [
  ...['*.jpg', '*.jpeg', '*.gif', '*.png', '*.wmv', '*.flv', '*.tar.gz', '*.zip'],
  ...['.github/', '.circleci/', '.travis.yml', '.gitlab-ci.yml', 'appveyor.yml', '.drone.yml'],
  ...['cloudbuild.yaml', 'codeship-services.yml', 'codeship-steps.yml'],
  ...['**/.goreleaser.yml', '**/.sops.yaml', '**/.flux.yaml'],
];

/** The name of the file whose rules hold for its folder and below. */
export const ignoreFile = '.sourceignore';

/**
 * Which paths of a source stay out of its artifact, as Flux decides it: the last rule that matches wins, and it is
 * asked for each file and folder (whose path ends with a slash) alone, so a file comes back in although its folder is
 * out (unlike Git). The defaults hold only where nobody wrote a rule.
 */
export function createIgnoreRules(
  /** `.sourceignore` files, folder and text, parents before children. */
  files: readonly { folder: string; text: string }[],
  /** `spec.ignore`, which wins over all files. */
  spec?: string
): (path: string) => boolean {
  const written = [
    ...files.flatMap(({ folder, text }) => linesOf(text).map(line => toRule(line, folder))),
    ...linesOf(spec ?? '').map(line => toRule(line, '')),
  ];
  const own = [...versionControl, ...(written.length > 0 ? [] : defaults)];
  const rules = [...own.map(line => toRule(line, '')), ...written].reverse();
  return path => {
    const rule = rules.find(candidate => {
      const { folder } = candidate;
      if (folder === '') return candidate.matches(path);
      const below = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : '';
      return below !== '' && candidate.matches(below);
    });
    return rule !== undefined && !rule.isIncluding;
  };
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter(line => line.trim() !== '' && !line.startsWith('#'));
}

function toRule(line: string, folder: string): Rule {
  const isIncluding = line.startsWith('!');
  const single = ignore().add(isIncluding ? line.slice(1) : line);
  return { isIncluding, folder, matches: path => single.ignores(path) };
}
