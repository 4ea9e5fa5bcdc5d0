/** Where two values differ: the path and both sides, a text each. Flux's is the right one. */
export function differences(flux: unknown, lumen: unknown, at = ''): string[] {
  if (isMap(flux) && isMap(lumen)) {
    const keys = [...new Set([...Object.keys(flux), ...Object.keys(lumen)])].sort();
    return keys.flatMap(key =>
      differences(flux[key], lumen[key], at === '' ? key : `${at} > ${key}`)
    );
  }
  if (Array.isArray(flux) && Array.isArray(lumen) && flux.length === lumen.length) {
    return flux.flatMap((item, index) => differences(item, lumen[index], `${at}[${index}]`));
  }
  const [left, right] = [shown(flux), shown(lumen)];
  return left === right ? [] : [`${at}\n    Flux:  ${left}\n    Lumen: ${right}`];
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
