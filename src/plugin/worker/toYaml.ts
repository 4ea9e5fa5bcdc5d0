import { ask } from './ask.ts';

/** A value as YAML text, written in the worker; where no worker may run as JSON, which is YAML too. */
export function toYaml(value: unknown): Promise<string> {
  return ask('yaml', value).catch(() => JSON.stringify(value, undefined, 2));
}
