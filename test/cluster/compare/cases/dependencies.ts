import { applied, type ComparedCase } from '../comparedCase.ts';
import { configMapText } from '../manifests.ts';

const files = { 'one/one.yaml': configMapText('one'), 'two/two.yaml': configMapText('two') };

export const dependencies: readonly ComparedCase[] = [
  {
    name: 'depends',
    says: 'waiting for another Kustomization, at each revision again',
    kustomizations: {
      two: { path: './two', dependsOn: [{ name: 'one' }] },
      one: { path: './one' },
      lost: { path: './two', dependsOn: [{ name: 'nowhere' }] },
    },
    steps: [
      { commit: files, ends: { one: applied, two: applied, lost: 'DependencyNotReady' } },
      {
        commit: { 'one/broken.yaml': 'kind: Nothing\n' },
        ends: { one: 'BuildFailed', two: 'DependencyNotReady', lost: 'DependencyNotReady' },
      },
    ],
  },
  {
    name: 'ready-expr',
    says: 'dependencies judged by expressions',
    kustomizations: {
      one: { path: './one' },
      glad: {
        path: './two',
        dependsOn: [
          { name: 'one', readyExpr: "dep.status.conditions.exists(c, c.type == 'Ready')" },
        ],
      },
      unmet: {
        path: './two',
        dependsOn: [{ name: 'one', readyExpr: 'dep.metadata.name == self.metadata.name' }],
      },
      odd: { path: './two', dependsOn: [{ name: 'one', readyExpr: 'dep.status.nothing == 1' }] },
      invalid: { path: './two', dependsOn: [{ name: 'one', readyExpr: 'dep.metadata ==' }] },
    },
    steps: [
      {
        commit: files,
        ends: {
          one: applied,
          glad: applied,
          unmet: 'DependencyNotReady',
          odd: 'DependencyNotReady',
          invalid: 'InvalidCELExpression',
        },
      },
    ],
  },
];
