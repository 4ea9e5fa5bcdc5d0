import { list, record, text } from '../../../core/kubernetes/object.ts';
import { duplicate, type FieldError, invalid, notFound, required } from './fieldError.ts';
import { labelProblem } from './names.ts';
import { isMore } from './quantity.ts';

type Fields = Record<string, unknown>;

/** What no schema says of a pod's spec: names, ports, mounts, requests within limits. */
export function podSpecErrors(spec: Fields, path: string, claims: unknown[] = []): FieldError[] {
  const volumes = list(spec.volumes).map(record);
  // A StatefulSet's claim templates become volumes of its pods.
  const claimNames = claims.map(claim => record(record(claim).metadata).name);
  const volumeNames = new Set([...volumes.map(({ name }) => name), ...claimNames]);
  const errors = [...nameErrors(volumes, `${path}.volumes`)];
  const main = list(spec.containers).map(record);
  const initial = list(spec.initContainers).map(record);
  if (main.length === 0) errors.push(required(`${path}.containers`));
  for (const [key, containers] of [
    ['containers', main],
    ['initContainers', initial],
  ] as const) {
    errors.push(...nameErrors(containers, `${path}.${key}`));
    containers.forEach((container, index) =>
      errors.push(...containerErrors(container, `${path}.${key}[${index}]`, volumeNames))
    );
  }
  return errors;
}

function nameErrors(items: Fields[], path: string): FieldError[] {
  const seen = new Set<string>();
  return items.flatMap(({ name }, index) => {
    const field = `${path}[${index}].name`;
    const own = text(name);
    if (own === undefined) return [required(field)];
    const problem = labelProblem(own);
    if (problem) return [invalid(field, own, problem)];
    if (seen.has(own)) return [duplicate(field, own)];
    seen.add(own);
    return [];
  });
}

function containerErrors(container: Fields, path: string, volumes: Set<unknown>): FieldError[] {
  const image = String(container.image ?? '');
  return [
    ...(image === '' ? [required(`${path}.image`)] : []),
    ...(image.trim() === image
      ? []
      : [invalid(`${path}.image`, image, 'must not have leading or trailing whitespace')]),
    ...portErrors(container, `${path}.ports`),
    ...envErrors(container, `${path}.env`),
    ...mountErrors(container, `${path}.volumeMounts`, volumes),
    ...probeErrors(container, path),
    ...resourceErrors(record(container.resources), `${path}.resources`),
  ];
}

function portErrors(container: Fields, path: string): FieldError[] {
  const names = new Set<unknown>();
  return list(container.ports).flatMap((item, index) => {
    const { containerPort, name } = record(item);
    const errors: FieldError[] = [];
    if (name !== undefined && names.has(name))
      errors.push(duplicate(`${path}[${index}].name`, name));
    if (name !== undefined) names.add(name);
    const field = `${path}[${index}].containerPort`;
    if (containerPort === undefined || containerPort === 0) errors.push(required(field));
    else if (!isPort(containerPort)) errors.push(invalid(field, containerPort, portRange));
    return errors;
  });
}

const portRange = 'must be between 1 and 65535, inclusive';

function isPort(value: unknown): boolean {
  return typeof value === 'number' && value >= 1 && value <= 65535;
}

function envErrors(container: Fields, path: string): FieldError[] {
  return list(container.env).flatMap((item, index) => {
    const { name, value, valueFrom } = record(item);
    const inside = `${path}[${index}]`;
    const errors: FieldError[] = [];
    if (!text(name)) errors.push(required(`${inside}.name`));
    else if (String(name).includes('='))
      errors.push(
        invalid(
          `${inside}.name`,
          name,
          "a valid environment variable name must consist only of printable ASCII characters other than '=' (e.g. \"my.env-name\", regex used for validation is '[ -<>-~]+')".replace(
            /"/g,
            "'"
          )
        )
      );
    if (valueFrom === undefined) return errors;
    const sources = Object.keys(record(valueFrom)).length;
    if (sources === 0)
      errors.push(
        invalid(
          `${inside}.valueFrom`,
          '',
          'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'
        )
      );
    else if (text(value))
      errors.push(
        invalid(`${inside}.valueFrom`, '', 'may not be specified when `value` is not empty')
      );
    return errors;
  });
}

function mountErrors(container: Fields, path: string, volumes: Set<unknown>): FieldError[] {
  const paths = new Set<unknown>();
  return list(container.volumeMounts).flatMap((item, index) => {
    const { name, mountPath } = record(item);
    const inside = `${path}[${index}]`;
    const errors: FieldError[] = [];
    if (!text(name)) errors.push(required(`${inside}.name`));
    else if (!volumes.has(name)) errors.push(notFound(`${inside}.name`, name));
    if (!text(mountPath)) errors.push(required(`${inside}.mountPath`));
    else if (paths.has(mountPath))
      errors.push(invalid(`${inside}.mountPath`, mountPath, 'must be unique'));
    paths.add(mountPath);
    return errors;
  });
}

const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc'];

function probeErrors(container: Fields, path: string): FieldError[] {
  return ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap(key => {
    const probe = container[key];
    if (probe === undefined) return [];
    const field = `${path}.${key}`;
    const errors: FieldError[] = [];
    if (!handlers.some(handler => record(probe)[handler] !== undefined))
      errors.push(required(field, 'must specify a handler type'));
    const { successThreshold } = record(probe);
    if (key !== 'readinessProbe' && successThreshold !== undefined && successThreshold !== 1)
      errors.push(invalid(`${field}.successThreshold`, successThreshold, 'must be 1'));
    return errors;
  });
}

function resourceErrors({ limits, requests }: Fields, path: string): FieldError[] {
  return Object.entries(record(requests)).flatMap(([name, requested]) => {
    const limit = record(limits)[name];
    return isMore(requested, limit)
      ? [
          invalid(
            `${path}.requests`,
            requested,
            `must be less than or equal to ${name} limit of ${String(limit)}`
          ),
        ]
      : [];
  });
}
