/** Where Lumen differs from Flux and may: src/sidecar/README.md says each, too. */
interface KnownDifference {
  /** The case that shows it. */
  in: string;
  /** What the difference's text says. */
  says: RegExp;
  why: string;
}

const knownDifferences: readonly KnownDifference[] = [
  {
    in: 'ready-expr',
    says: /failed to parse the CEL expression/,
    why: 'CEL is parsed by another library, which has its own words for what is wrong.',
  },
  {
    in: 'health-exprs',
    says: /failed to parse the CEL expression/,
    why: 'The same.',
  },
  {
    in: 'build-errors',
    says: /MalformedYAMLError/,
    why: 'YAML is parsed by another library, which has its own words for what is wrong.',
  },
  {
    in: 'kinds',
    says: /^step 1 > objects > kinds_disk__PersistentVolumeClaim > metadata > finalizers\n/,
    why: 'The embedded API server does not protect claims that are in use.',
  },
];

/** What is left of a case's differences. One that is known and gone is an error, too: the table must be right. */
export function unknownDifferences(name: string, found: readonly string[]): string[] {
  const known = knownDifferences.filter(difference => difference.in === name);
  const gone = known.filter(({ says }) => !found.some(text => says.test(text)));
  return [
    ...found.filter(text => !known.some(({ says }) => says.test(text))),
    ...gone.map(
      ({ says }) => `no difference says ${says.source} any more: take it out of the table`
    ),
  ];
}
