import { applied, type ComparedCase } from '../comparedCase.ts';

const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: lamps.compare.lumen.example }
spec:
  group: compare.lumen.example
  scope: Namespaced
  names: { kind: Lamp, plural: lamps, singular: lamp }
  versions:
    - name: v1
      served: true
      storage: true
      subresources: { status: {} }
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [watts]
              properties:
                watts: { type: integer, minimum: 1 }
                colour: { type: string, default: white }
            status: { type: object, x-kubernetes-preserve-unknown-fields: true }
`;
const lamp = (name: string, spec: string) =>
  `apiVersion: compare.lumen.example/v1\nkind: Lamp\nmetadata: { name: ${name} }\nspec: ${spec}\n`;

export const customResources: readonly ComparedCase[] = [
  {
    name: 'custom-resources',
    says: 'a CRD and a resource of its kind in one Kustomization',
    kustomizations: { app: { wait: true } },
    steps: [
      {
        commit: { 'crd.yaml': crd, 'lamp.yaml': lamp('desk', '{ watts: 5 }') },
        ends: { app: applied },
      },
      {
        commit: { 'lamp.yaml': lamp('desk', '{ watts: 0 }') },
        ends: { app: 'ReconciliationFailed' },
      },
      {
        commit: { 'lamp.yaml': lamp('desk', '{ watts: 7, unknown: field }') },
        ends: { app: 'ReconciliationFailed' },
      },
      { commit: { 'lamp.yaml': null }, ends: { app: applied } },
    ],
  },
  {
    name: 'no-such-kind',
    says: 'a resource whose kind nobody serves',
    kustomizations: { app: {} },
    steps: [
      {
        commit: {
          'lamp.yaml': lamp('desk', '{ watts: 5 }').replace('compare.', 'nowhere.'),
        },
        ends: { app: 'ReconciliationFailed' },
      },
    ],
  },
];
