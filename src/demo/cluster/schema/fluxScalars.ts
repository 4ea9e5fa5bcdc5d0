import type { StructuralSchema } from './structural.ts';

/** The texts of Flux's objects that have a form of their own. */
export const fluxScalars: Record<string, StructuralSchema> = {
  duration: text('^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$'),
  timeout: text('^([0-9]+(\\.[0-9]+)?(ms|s|m))+$'),
  digest: text('^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$'),
  httpUrl: text('^(http|https)://.*$'),
  httpUrl2048: { ...text('^(http|https)://.*$'), maxLength: 2048 },
  gitUrl: text('^(http|https|ssh)://.*$'),
  helmUrl: text('^(http|https|oci)://.*$'),
  ociUrl: text('^oci://.*$'),
  issuerUrl: text('^https?://'),
  refspec: text('^$|^[^+:]'),
  targetPath: { ...text('^([a-zA-Z0-9_\\-.\\\\\\/]|\\[[0-9]{1,5}\\])+$'), maxLength: 250 },
  valuesKey: { ...text('^[\\-._a-zA-Z0-9]+$'), maxLength: 253 },
  conditionType: {
    ...text(
      '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$'
    ),
    maxLength: 316,
  },
  conditionReason: {
    ...text('^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$'),
    minLength: 1,
    maxLength: 1024,
  },
  natural: { type: 'integer', minimum: 0 },
  exclusions: { type: 'array', items: { type: 'string' }, maxItems: 25 },
  ...lengths('name', 1, [53, 63, 200, 253, 2048]),
  ...lengths('text', 0, [253, 255, 2048, 32768]),
};

function text(pattern: string): StructuralSchema {
  return { type: 'string', pattern };
}

/** `name63`: one to 63 characters; `text63`: at most 63. */
function lengths(
  prefix: string,
  minLength: number,
  maxima: number[]
): Record<string, StructuralSchema> {
  return Object.fromEntries(
    maxima.map(maxLength => [
      `${prefix}${maxLength}`,
      { type: 'string', ...(minLength ? { minLength } : {}), maxLength },
    ])
  );
}
