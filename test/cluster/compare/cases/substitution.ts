import { applied, type ComparedCase } from '../comparedCase.ts';
import { configMapText } from '../manifests.ts';

const namespace = 'substitution';

export const substitution: readonly ComparedCase[] = [
  {
    name: namespace,
    says: 'variables: every operator, and where they come from',
    before: [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'settings', namespace },
        data: { region: 'north', shared: 'from the ConfigMap', lines: 'one\ntwo\n' },
      },
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'login', namespace },
        stringData: { shared: 'from the Secret', password: 'p@ss, #word' },
      },
    ],
    kustomizations: {
      app: {
        postBuild: {
          substitute: {
            colour: 'Dark Red',
            number: '42',
            flag: 'true',
            empty: '',
            path: 'a/b/c.d.e',
          },
          substituteFrom: [
            { kind: 'ConfigMap', name: 'settings' },
            { kind: 'Secret', name: 'login' },
            { kind: 'ConfigMap', name: 'nowhere', optional: true },
          ],
        },
      },
    },
    steps: [
      {
        commit: {
          'one.yaml': configMapText('one', {
            plain: '${colour}',
            bare: '$colour stays',
            escaped: '$${colour}',
            length: '${#colour} letters',
            upper: '${colour^^} ${colour^} ${colour,,} ${colour,}',
            slice: '${colour:5} ${colour:0:4}',
            cut: '${path#*/} ${path##*/} ${path%.*} ${path%%.*}',
            replaced: '${path/b/X} ${path//./-} ${path/#a/X} ${path/%e/X}',
            fallback: '${missing:-default} ${missing:=third} ${missing=fourth}',
            nested: '${missing:-${colour}}',
            set: '${colour:-default}',
            empty: '[${empty:-default}]',
            shared: '${shared}',
            region: '${region}',
            lines: '${lines}',
            password: '${password}',
          }).replace('"${password}"', "'${password}'"),
          'two.yaml':
            'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: two\n  annotations:\n    number: "n${number}"\ndata:\n  key: "is ${flag}"\n',
          'service.yaml':
            'apiVersion: v1\nkind: Service\nmetadata:\n  name: numbered\nspec:\n  selector: { app: web }\n  ports:\n    - port: ${number}\n',
          'left.yaml': configMapText(
            'left',
            { key: '${unknown}' },
            '  annotations:\n    kustomize.toolkit.fluxcd.io/substitute: disabled\n'
          ),
        },
        ends: { app: applied },
      },
      {
        apply: [
          {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: 'settings', namespace },
            data: { region: 'south' },
          },
        ],
        ends: { app: 'BuildFailed' },
      },
    ],
  },
  {
    name: 'strict',
    says: 'variables that nobody sets, and sources of variables that are not there',
    kustomizations: {
      unset: { path: './unset', postBuild: { substitute: { known: 'yes' } } },
      always: { path: './unset', postBuild: { substituteStrategy: 'Always' } },
      untouched: { path: './untouched' },
      sourceless: {
        path: './untouched',
        postBuild: { substituteFrom: [{ kind: 'ConfigMap', name: 'nowhere' }] },
      },
      broken: { path: './broken', postBuild: { substitute: { known: 'yes' } } },
      misnamed: { path: './untouched', postBuild: { substitute: { 'no-name': 'yes' } } },
    },
    steps: [
      {
        commit: {
          'unset/one.yaml': configMapText('one', { key: '${known} ${unknown}' }),
          'untouched/two.yaml': configMapText('two', { key: '${unknown}' }),
          'broken/three.yaml': configMapText('three', { key: '${known' }),
        },
        ends: {
          unset: 'BuildFailed',
          always: 'BuildFailed',
          untouched: applied,
          sourceless: 'BuildFailed',
          broken: 'BuildFailed',
          misnamed: 'BuildFailed',
        },
      },
    ],
  },
];
