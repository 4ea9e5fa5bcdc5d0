import { record } from '../../core/kubernetes/object.ts';

type Step = (value: unknown) => unknown[];

const token =
  /\.([A-Za-z_$][-\w$/]*(?:\\\.[-\w$/]+)*)|\[(\d+|\*)\]|\['([^']+)'\]|\[\?\(@\.([\w.]+)\s*==\s*["']([^"']*)["']\)\]/y;

/** Finds the values of a printer column's path: fields, indexes, `[*]` and `[?(@.type=="Ready")]`. */
export function compilePath(path: string): (value: unknown) => unknown[] {
  const steps: Step[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < path.length) {
    const found = token.exec(path);
    // A path that cannot be read shows an empty cell, as it would for an object without the field.
    if (!found) return () => [];
    // A filter's own path is read by the same expression, which remembers where it stands.
    const { lastIndex } = token;
    steps.push(stepOf(found));
    token.lastIndex = lastIndex;
  }
  return value => steps.reduce((values, step) => values.flatMap(step), [value]);
}

function stepOf([, field, index, quoted, filter, wanted]: RegExpExecArray): Step {
  const name = quoted ?? field?.replace(/\\\./g, '.');
  if (name !== undefined) return value => present(own(value, name));
  if (index === '*') return value => (Array.isArray(value) ? value : Object.values(record(value)));
  if (index !== undefined)
    return value => (Array.isArray(value) ? present(value[Number(index)]) : []);
  const path = compilePath(`.${filter}`);
  return value =>
    Array.isArray(value) ? value.filter(entry => String(path(entry)[0]) === wanted) : [];
}

function own(value: unknown, name: string): unknown {
  const object = record(value);
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function present(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : [value];
}
