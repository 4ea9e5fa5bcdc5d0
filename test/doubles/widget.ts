import { objectMeta } from '../../src/demo/cluster/schema/builtIn.ts';
import type { ResourceType } from '../../src/demo/cluster/schema/resourceType.ts';
import type { StructuralSchema } from '../../src/demo/cluster/schema/structural.ts';
import { readTypes } from '../../src/demo/cluster/schema/typeTable.ts';

const schemaOf = readTypes([
  `
WidgetSpec replicas:int paused:bool text finalizers:string[set] numbers:int[set] ports:Port[port,protocol]
  tasks:Task[name] args:string[] labels:string{} atomicMap:string{atomic} selector:Selector settings:Settings
  values:any quantity:quantity either:intOrString
Port name port!:int protocol:string=TCP
Task args:string[] env:Env[name] image name! settings:Settings
Env name! value
Selector(atomic) matchLabels:string{} extra
Settings a:int b nested:Nested
Nested c d:string{}
WidgetStatus conditions:Condition[type] count:int phase observed:string{}
Condition message status type!
`,
]);

const string: StructuralSchema = { type: 'string' };

/** A custom kind with every way that a field can merge. The vectors of test/fixtures/apply are about it. */
export const widget: ResourceType = {
  group: 'test.lumen.dev',
  version: 'v1',
  kind: 'Widget',
  plural: 'widgets',
  singular: 'widget',
  shortNames: [],
  categories: [],
  namespaced: true,
  subresources: { status: true },
  custom: true,
  hasGeneration: true,
  schema: {
    type: 'object',
    properties: {
      apiVersion: string,
      kind: string,
      metadata: objectMeta,
      spec: schemaOf('WidgetSpec'),
      status: schemaOf('WidgetStatus'),
    },
  },
};
