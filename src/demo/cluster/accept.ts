import { Failure } from './failure.ts';

/** What a client wants objects to look like. */
export type Form = 'object' | 'table' | 'metadata';

interface MediaRange {
  type: string;
  parameters: ReadonlyMap<string, string>;
}

export function mediaRangesOf(accept: string | undefined): MediaRange[] {
  return (accept || '*/*').split(',').map(range => {
    const [type = '', ...rest] = range.split(';').map(part => part.trim());
    return {
      type,
      parameters: new Map(
        rest.map(part => {
          const [name = '', ...value] = part.split('=');
          return [name, value.join('=')] as const;
        })
      ),
    };
  });
}

/** The first form of an Accept header that this server knows; 406 where it knows none. */
export function formOf(accept: string | undefined): Form {
  for (const { type, parameters } of mediaRangesOf(accept)) {
    if (type !== 'application/json' && type !== 'application/*' && type !== '*/*') continue;
    const as = parameters.get('as');
    if (!as) return 'object';
    if (parameters.get('g') !== 'meta.k8s.io') continue;
    if (as === 'Table') return 'table';
    if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList') return 'metadata';
  }
  throw new Failure(
    406,
    'NotAcceptable',
    'only the following media types are accepted: application/json, application/json;stream=watch'
  );
}
