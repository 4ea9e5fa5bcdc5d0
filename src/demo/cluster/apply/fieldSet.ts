/**
 * A set of field paths in the form of the API's `fieldsV1`: keys are path elements (`f:spec`, `k:{"name":"a"}`, `v:"x"`), a path is
 * a member where its node is empty or holds `.`. Working on that form directly spares a conversion at every write.
 */
export interface FieldSet {
  [element: string]: FieldSet;
}

const self = '.';

export function isEmptySet(set: FieldSet): boolean {
  for (const _ in set) return false;
  return true;
}

function isMember(node: FieldSet): boolean {
  return isEmptySet(node) || self in node;
}

/** Whether the path of one element is in the set itself, not only what lies below it. */
export function hasElement(set: FieldSet, element: string): boolean {
  const node = set[element];
  return node !== undefined && isMember(node);
}

/** What lies below an element, as a set of its own; undefined where nothing does. */
export function below(set: FieldSet, element: string): FieldSet | undefined {
  const node = set[element];
  if (node === undefined || isEmptySet(node)) return undefined;
  if (!(self in node)) return node;
  const children = { ...node };
  delete children[self];
  return isEmptySet(children) ? undefined : children;
}

/** Puts an element into a set that is being built: as a member or not, with what lies below it. */
export function addElement(
  set: FieldSet,
  element: string,
  member: boolean,
  children: FieldSet | undefined
): void {
  const bare = !children || isEmptySet(children);
  if (bare && !member) return;
  if (bare) set[element] = {};
  else set[element] = member ? { [self]: {}, ...children } : children;
}

/** `a` without the members of `b`. What lies below a member of `b` stays, if `b` does not hold it too. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  const result: FieldSet = {};
  for (const element in a) {
    if (element === self) continue;
    const mine = a[element] as FieldSet;
    const theirs = b[element];
    if (theirs === undefined) {
      result[element] = mine;
      continue;
    }
    const children = below(a, element);
    const left = children && difference(children, below(b, element) ?? {});
    addElement(result, element, isMember(mine) && !isMember(theirs), left);
  }
  return result;
}

/** `a` without the members of `b` and everything below them. */
export function withoutSubtrees(a: FieldSet, b: FieldSet): FieldSet {
  const result: FieldSet = {};
  for (const element in a) {
    const theirs = b[element];
    if (theirs === undefined) result[element] = a[element] as FieldSet;
    else if (!isMember(theirs)) {
      const children = below(a, element);
      const left = children && withoutSubtrees(children, theirs);
      addElement(result, element, hasElement(a, element), left);
    }
  }
  return result;
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(a)) return b;
  const result: FieldSet = { ...a };
  for (const element in b) {
    if (element === self) continue;
    const theirs = b[element] as FieldSet;
    const mine = a[element];
    if (mine === undefined) result[element] = theirs;
    else {
      const children = union(below(a, element) ?? {}, below(b, element) ?? {});
      addElement(result, element, isMember(mine) || isMember(theirs), children);
    }
  }
  return result;
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  const result: FieldSet = {};
  for (const element in a) {
    const theirs = b[element];
    if (element === self || theirs === undefined) continue;
    const mine = a[element] as FieldSet;
    const left = below(a, element);
    const right = below(b, element);
    addElement(
      result,
      element,
      isMember(mine) && isMember(theirs),
      left && right && intersection(left, right)
    );
  }
  return result;
}

/** The same set with its keys in order, so that equal sets are equal texts. */
export function sorted(set: FieldSet): FieldSet {
  const result: FieldSet = {};
  for (const element of Object.keys(set).sort()) result[element] = sorted(set[element] as FieldSet);
  return result;
}

export function isSameSet(a: FieldSet, b: FieldSet): boolean {
  let size = 0;
  for (const element in a) {
    const theirs = b[element];
    if (theirs === undefined || !isSameSet(a[element] as FieldSet, theirs)) return false;
    size += 1;
  }
  return size === Object.keys(b).length;
}

/** The members as the API server prints paths, `.spec.containers[name="a"].image`, those of a level before what lies below. */
export function pathsOf(set: FieldSet, prefix = ''): string[] {
  const elements = Object.keys(set)
    .filter(element => element !== self)
    .sort();
  const members = elements.filter(element => hasElement(set, element));
  return [
    ...members.map(element => prefix + elementText(element)),
    ...elements.flatMap(element =>
      pathsOf(below(set, element) ?? {}, prefix + elementText(element))
    ),
  ];
}

/** One path element as errors print it. */
export function elementText(element: string): string {
  const value = element.slice(2);
  if (element.startsWith('f:')) return `.${value}`;
  if (element.startsWith('v:')) return `[=${value}]`;
  if (element.startsWith('i:')) return `[${value}]`;
  const keys = Object.entries(JSON.parse(value) as Record<string, unknown>);
  return `[${keys.map(([key, part]) => `${key}=${JSON.stringify(part)}`).join(',')}]`;
}
