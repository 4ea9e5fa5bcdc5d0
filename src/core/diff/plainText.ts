/** Any value of JSON as text. `String` asks the value itself, and a hostile one has a `toString` that is no function. */
export function plainText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
