import { type KubernetesObject, list, record, text } from '../../../core/kubernetes/object.ts';
import { duplicate, type FieldError, invalid, required, unsupported } from './fieldError.ts';
import { configKeyProblem } from './names.ts';
import { podSpecPaths } from './podDefaults.ts';
import { podSpecErrors } from './podErrors.ts';
import { isMore } from './quantity.ts';
import { bindingErrors, roleErrors } from './rbacErrors.ts';
import type { ResourceType } from './resourceType.ts';
import { validate } from './validate.ts';

type Fields = Record<string, unknown>;

const errorsOfKind: Record<string, (object: KubernetesObject, spec: Fields) => FieldError[]> = {
  Deployment: (_, spec) => workloadErrors(spec, 'deployment'),
  ReplicaSet: (_, spec) => workloadErrors(spec, 'replicaset'),
  StatefulSet: (_, spec) => workloadErrors(spec, 'statefulset'),
  DaemonSet: (_, spec) => workloadErrors(spec, 'daemonset'),
  Job: (_, spec) => jobErrors(spec, 'spec'),
  CronJob: (_, spec) => [
    ...scheduleErrors(spec.schedule),
    ...jobErrors(record(record(spec.jobTemplate).spec), 'spec.jobTemplate.spec'),
  ],
  Service: (_, spec) => serviceErrors(spec),
  ConfigMap: object => [...keyErrors(object, 'data'), ...keyErrors(object, 'binaryData')],
  Secret: object => keyErrors(object, 'data'),
  PersistentVolumeClaim: (_, spec) => claimErrors(spec),
  HorizontalPodAutoscaler: (_, spec) => autoscalerErrors(spec),
  Ingress: (_, spec) => (spec.defaultBackend || list(spec.rules).length > 0 ? [] : [noBackend]),
  Role: roleErrors,
  ClusterRole: roleErrors,
  RoleBinding: bindingErrors,
  ClusterRoleBinding: bindingErrors,
  CustomResourceDefinition: definitionErrors,
};

/**
 * What is wrong with an object of a built-in kind. The status is left out: only controllers write it, and what they leave out
 * counts as zero.
 */
export function builtInErrors(object: KubernetesObject, type: ResourceType): FieldError[] {
  const written = { ...object };
  delete written.status;
  const spec = record(object.spec);
  // Items with one key twice are for the kinds themselves to judge: two variables of one name are no error.
  const errors = validate(type.schema, written)
    .filter(error => error.type !== 'FieldValueDuplicate')
    .map(withReason);
  const path = type.kind === 'Pod' ? ['spec'] : podSpecPaths[type.kind];
  if (path) {
    const pod = path.reduce<unknown>((value, key) => record(value)[key], object);
    errors.push(...podSpecErrors(record(pod), path.join('.'), list(spec.volumeClaimTemplates)));
  }
  errors.push(...(errorsOfKind[type.kind]?.(object, spec) ?? []));
  return unique(errors);
}

function withReason(error: FieldError): FieldError {
  const isPathType = error.field.endsWith('.pathType') && error.type === 'FieldValueRequired';
  return isPathType ? required(error.field, 'pathType must be specified') : error;
}

/** The schema and the rules may say the same of one field: it is told once. */
function unique(errors: FieldError[]): FieldError[] {
  const seen = new Set<string>();
  return errors.filter(({ field, detail }) => {
    const key = `${field}\n${detail}`;
    return !seen.has(key) && seen.add(key);
  });
}

function workloadErrors(spec: Fields, kind: string): FieldError[] {
  const errors: FieldError[] = [];
  const { replicas } = spec;
  if (typeof replicas === 'number' && replicas < 0)
    errors.push(invalid('spec.replicas', replicas, 'must be greater than or equal to 0'));
  const template = record(spec.template);
  const selector = record(spec.selector);
  const labels = record(record(template.metadata).labels);
  const wanted = Object.entries(record(selector.matchLabels));
  const isEmpty = wanted.length === 0 && list(selector.matchExpressions).length === 0;
  if (spec.selector !== undefined && isEmpty)
    errors.push(invalid('spec.selector', selector, `empty selector is invalid for ${kind}`));
  else if (spec.selector === undefined || wanted.some(([key, value]) => labels[key] !== value))
    errors.push(
      invalid(
        'spec.template.metadata.labels',
        labels,
        '`selector` does not match template `labels`'
      )
    );
  const { restartPolicy } = record(template.spec);
  if (restartPolicy !== undefined && restartPolicy !== 'Always')
    errors.push(unsupported('spec.template.spec.restartPolicy', restartPolicy, ['Always']));
  return errors;
}

function jobErrors(spec: Fields, path: string): FieldError[] {
  const { restartPolicy } = record(record(spec.template).spec);
  const field = `${path}.template.spec.restartPolicy`;
  return restartPolicy === 'Always' ? [required(field, 'valid values: "OnFailure", "Never"')] : [];
}

const noBackend = invalid('spec', null, 'either `defaultBackend` or `rules` must be specified');

/** Five fields, or one word for them; a time zone may stand before. */
function scheduleErrors(schedule: unknown): FieldError[] {
  if (schedule === '') return [required('spec.schedule')];
  const fields = String(schedule).trim().split(/\s+/);
  const own = /^(CRON_)?TZ=/.test(fields[0] ?? '') ? fields.slice(1) : fields;
  if (own.length === 5 || own[0]?.startsWith('@')) return [];
  const found = `expected exactly 5 fields, found ${own.length}: [${own.join(' ')}]`;
  return [invalid('spec.schedule', schedule, found)];
}

function serviceErrors(spec: Fields): FieldError[] {
  if (spec.type === 'ExternalName')
    return text(spec.externalName) ? [] : [required('spec.externalName')];
  const ports = list(spec.ports).map(record);
  if (ports.length === 0) return spec.clusterIP === 'None' ? [] : [required('spec.ports')];
  const names = new Set<unknown>();
  const numbers = new Set<string>();
  return ports.flatMap(({ name, port, protocol, targetPort }, index) => {
    const path = `spec.ports[${index}]`;
    const errors: FieldError[] = [];
    if (ports.length > 1 && !text(name)) errors.push(required(`${path}.name`));
    else if (text(name) && names.has(name)) errors.push(duplicate(`${path}.name`, name));
    names.add(name);
    if (typeof port !== 'number' || port < 1 || port > 65535)
      errors.push(invalid(`${path}.port`, port ?? 0, 'must be between 1 and 65535, inclusive'));
    if (typeof targetPort === 'number' && (targetPort < 1 || targetPort > 65535))
      errors.push(
        invalid(`${path}.targetPort`, targetPort, 'must be between 1 and 65535, inclusive')
      );
    const key = `${String(protocol)}/${String(port)}`;
    if (numbers.has(key)) errors.push(duplicate(path, { protocol, port }));
    numbers.add(key);
    return errors;
  });
}

function keyErrors(object: KubernetesObject, field: string): FieldError[] {
  return Object.keys(record(object[field])).flatMap(key => {
    const problem = configKeyProblem(key);
    return problem ? [invalid(`${field}[${key}]`, key, problem)] : [];
  });
}

function claimErrors(spec: Fields): FieldError[] {
  const errors: FieldError[] = [];
  if (list(spec.accessModes).length === 0)
    errors.push(required('spec.accessModes', 'at least 1 access mode is required'));
  if (record(record(spec.resources).requests).storage === undefined)
    errors.push(required('spec.resources[storage]'));
  else if (!isMore(record(record(spec.resources).requests).storage, '0'))
    errors.push(
      invalid(
        'spec.resources[storage]',
        record(record(spec.resources).requests).storage,
        'must be greater than zero'
      )
    );
  return errors;
}

function autoscalerErrors(spec: Fields): FieldError[] {
  const { minReplicas, maxReplicas } = spec;
  if (typeof minReplicas !== 'number' || typeof maxReplicas !== 'number') return [];
  if (maxReplicas < 1) return [invalid('spec.maxReplicas', maxReplicas, 'must be greater than 0')];
  return maxReplicas < minReplicas
    ? [invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`')]
    : [];
}

function definitionErrors(object: KubernetesObject, spec: Fields): FieldError[] {
  const errors: FieldError[] = [];
  const wanted = `${String(record(spec.names).plural)}.${String(spec.group)}`;
  if (object.metadata.name !== wanted)
    errors.push(
      invalid('metadata.name', object.metadata.name, 'must be spec.names.plural+"."+spec.group')
    );
  const versions = list(spec.versions).map(record);
  if (versions.filter(({ storage }) => storage === true).length !== 1)
    errors.push(
      invalid('spec.versions', versions, 'must have exactly one version marked as storage version')
    );
  versions.forEach(({ schema }, index) => {
    if (record(schema).openAPIV3Schema === undefined)
      errors.push(required(`spec.versions[${index}].schema.openAPIV3Schema`));
  });
  return errors;
}
