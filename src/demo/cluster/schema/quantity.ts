/** Powers of ten or of two that a suffix stands for. */
const decimal: Record<string, number> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const binary: Record<string, number> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };

const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,3}))?$/;

/**
 * A quantity as the API server stores it: no fraction, the largest suffix that allows that; `0.5` is `500m`, `1024Mi` is `1Gi`.
 * Undefined where it is none.
 */
export function canonicalQuantity(value: unknown): string | undefined {
  const match = pattern.exec(String(value));
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', suffix = '', exponent] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(whole + fraction);
  const minus = sign === '-' && digits > 0n ? '-' : '';
  const bits = binary[suffix];
  if (bits !== undefined) {
    const scaled = digits << BigInt(bits);
    const unit = 10n ** BigInt(fraction.length);
    if (scaled % unit === 0n) return minus + binaryText(scaled / unit);
    return minus + decimalText(scaled * 1000n ** 3n, -9 - fraction.length);
  }
  const power = exponent === undefined ? (decimal[suffix] as number) : Number(exponent);
  const form = exponent === undefined ? decimalText : exponentText;
  return minus + form(digits, power - fraction.length);
}

function binaryText(value: bigint): string {
  if (value < 1024n) return String(value);
  for (const [suffix, bits] of Object.entries(binary).reverse())
    if (value % (1n << BigInt(bits)) === 0n) return `${value >> BigInt(bits)}${suffix}`;
  return String(value);
}

/** `digits` times ten to `power`, rounded up to nano. */
function decimalText(digits: bigint, power: number): string {
  const [number, exponent] = thousands(digits, power);
  const suffix = Object.keys(decimal).find(key => decimal[key] === exponent) ?? '';
  return exponent > 18 ? `${number * 10n ** BigInt(exponent - 18)}E` : `${number}${suffix}`;
}

function exponentText(digits: bigint, power: number): string {
  const [number, exponent] = thousands(digits, power);
  return exponent === 0 ? String(number) : `${number}e${exponent}`;
}

function thousands(digits: bigint, power: number): [bigint, number] {
  if (digits === 0n) return [0n, 0];
  let number = digits;
  let exponent = power;
  if (exponent < -9) {
    const unit = 10n ** BigInt(-9 - exponent);
    number = (number + unit - 1n) / unit;
    exponent = -9;
  }
  while (exponent % 3 !== 0) {
    number *= 10n;
    exponent -= 1;
  }
  while (number % 1000n === 0n && exponent < 18) {
    number /= 1000n;
    exponent += 3;
  }
  return [number, exponent];
}

/** Whether `a` is more than `b`; false where either is no quantity. */
export function isMore(a: unknown, b: unknown): boolean {
  const left = nanos(a);
  const right = nanos(b);
  return left !== undefined && right !== undefined && left > right;
}

function nanos(value: unknown): bigint | undefined {
  const match = pattern.exec(canonicalQuantity(value) ?? '?');
  if (!match) return undefined;
  const [, sign, whole = '', , suffix = '', exponent] = match;
  const bits = binary[suffix];
  const power = exponent === undefined ? decimal[suffix] ?? 0 : Number(exponent);
  const number = BigInt(whole) * (sign === '-' ? -1n : 1n);
  if (bits !== undefined) return (number << BigInt(bits)) * 10n ** 9n;
  return number * 10n ** BigInt(power + 9);
}
