/** Values by a text. A text without values is not kept; most have one value, and a Set is dear. No value is a Set. */
export class Multimap<Value> {
  private readonly held = new Map<string, Value | Set<Value>>();

  /** Texts with values. */
  get size(): number {
    return this.held.size;
  }

  keys(): Iterable<string> {
    return this.held.keys();
  }

  has(key: string): boolean {
    return this.held.has(key);
  }

  of(key: string): Iterable<Value> {
    const values = this.held.get(key);
    return values === undefined ? [] : values instanceof Set ? values : [values];
  }

  count(key: string): number {
    const values = this.held.get(key);
    return values === undefined ? 0 : values instanceof Set ? values.size : 1;
  }

  add(key: string, value: Value): void {
    const values = this.held.get(key);
    if (values === undefined) this.held.set(key, value);
    else if (values instanceof Set) values.add(value);
    else if (values !== value) this.held.set(key, new Set([values, value]));
  }

  delete(key: string, value: Value): void {
    const values = this.held.get(key);
    const isLast =
      values instanceof Set ? values.delete(value) && values.size === 0 : values === value;
    if (isLast) this.held.delete(key);
  }
}
