const nano = 1_000_000_000n;
const decimal: Record<string, bigint> = {
  n: 1n,
  u: 10n ** 3n,
  m: 10n ** 6n,
  '': nano,
  k: nano * 10n ** 3n,
  M: nano * 10n ** 6n,
  G: nano * 10n ** 9n,
  T: nano * 10n ** 12n,
  P: nano * 10n ** 15n,
  E: nano * 10n ** 18n,
};
const binary: Record<string, bigint> = Object.fromEntries(
  ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((suffix, power) => [
    suffix,
    nano * 1024n ** BigInt(power + 1),
  ])
);

const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,2})|([numkMGTPE]|[KMGTPE]i)?)$/;

/**
 * A Kubernetes quantity in nano units, exact: `100m`, `1.5Gi`, `2e3`, 0.5. What is finer than that is rounded away
 * from zero, as the API server does. Undefined where it is no quantity.
 */
export function parseQuantity(quantity: unknown): bigint | undefined {
  const said = typeof quantity === 'number' ? String(quantity) : quantity;
  const match = typeof said === 'string' && said.length <= 64 ? form.exec(said) : null;
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', exponent, suffix = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const power = Number(exponent ?? 0) - fraction.length;
  let value = BigInt(whole + fraction) * (decimal[suffix] ?? binary[suffix] ?? nano);
  if (power >= 0) value *= 10n ** BigInt(power);
  else {
    const divisor = 10n ** BigInt(-power);
    value = (value + divisor - 1n) / divisor;
  }
  return sign === '-' ? -value : value;
}

/** Below 0, 0 or above 0, as a sort wants it; undefined where one of them is no quantity. */
export function compareQuantities(left: unknown, right: unknown): number | undefined {
  const [a, b] = [parseQuantity(left), parseQuantity(right)];
  if (a === undefined || b === undefined) return undefined;
  return a < b ? -1 : a > b ? 1 : 0;
}
