const { readFileSync } = require('node:fs');
const { join } = require('node:path');

// Who may import whom, and which globals each world lacks: the file that test/layers.test.ts walks too.
const layers = JSON.parse(readFileSync(join(__dirname, 'test/layers.json'), 'utf8'));

const worlds = [
  '**/test/cluster/**',
  '**/../cluster/**',
  '**/demo/{cluster,plane}/**',
  '**/embedded*',
];
const worldless =
  'No test asks in which world it is: what differs belongs behind the world that it is given.';

const byDepth = (a, b) => a.folder.length - b.folder.length;

const notErasable = [
  ['TSEnumDeclaration', 'Use a union of strings: Node strips types, it does not compile.'],
  ['TSModuleDeclaration[kind!="global"]', 'Use a module: Node strips types only.'],
  ['TSParameterProperty', 'Declare the field: Node strips types only.'],
  ['ExportAllDeclaration', 'Name what is exported: no barrels.'],
].map(([selector, message]) => ({ selector, message }));

module.exports = {
  root: true,
  extends: ['@headlamp-k8s', 'prettier', 'plugin:jsx-a11y/recommended'],
  ignorePatterns: ['dist', 'node_modules', 'test/.results', 'src/demo/homelab/repository'],
  rules: {
    'no-restricted-syntax': ['error', ...notErasable],
    'no-console': 'error',
  },
  overrides: [
    {
      files: ['*.ts', '*.tsx'],
      rules: {
        'no-unused-vars': 'off',
        '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
        '@typescript-eslint/no-explicit-any': 'error',
      },
    },
    { files: ['*.cjs', '*.js', '*.mjs', '*.d.ts'], rules: { 'no-restricted-syntax': 'off' } },
    // These suites run on more than one world and must not know on which.
    {
      files: ['test/contract/api/*.test.ts', 'test/scenario/*.test.ts'],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            paths: [{ name: 'vitest', importNames: ['inject'], message: worldless }],
            patterns: [{ group: worlds, message: worldless }],
          },
        ],
      },
    },
    // The last override wins: the deepest folder comes last.
    ...[...layers].sort(byDepth).map(({ folder, withoutGlobals }) => ({
      files: [`src/${folder}/**`],
      excludedFiles: ['*.test.ts', '*.test.tsx'],
      rules: { 'no-restricted-globals': ['error', ...withoutGlobals] },
    })),
  ],
};
