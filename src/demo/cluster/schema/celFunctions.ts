import type { Environment } from '@marcbachmann/cel-js';
import { isOfFormat } from './formats.ts';
import { canonicalQuantity, isMore } from './quantity.ts';

/** A Kubernetes quantity, as rules compare it. */
class Quantity {
  readonly text: string;

  constructor(text: string) {
    const canonical = canonicalQuantity(text);
    if (canonical === undefined) throw new Error(`${text} is not a quantity`);
    this.text = canonical;
  }
}

/** What Kubernetes adds to CEL, as far as CustomResourceDefinitions use it. Takes the environment and returns it. */
export function withKubernetesFunctions(environment: Environment): Environment {
  return environment
    .registerType('Quantity', Quantity)
    .registerFunction('quantity(string): Quantity', (text: string) => new Quantity(text))
    .registerFunction('isQuantity(string): bool', (text: string) => !!canonicalQuantity(text))
    .registerFunction('Quantity.isGreaterThan(Quantity): bool', (a: Quantity, b: Quantity) =>
      isMore(a.text, b.text)
    )
    .registerFunction('Quantity.isLessThan(Quantity): bool', (a: Quantity, b: Quantity) =>
      isMore(b.text, a.text)
    )
    .registerFunction(
      'Quantity.compareTo(Quantity): int',
      (a: Quantity, b: Quantity) =>
        BigInt(Number(isMore(a.text, b.text))) - BigInt(Number(isMore(b.text, a.text)))
    )
    .registerFunction(
      'string.replace(string, string): string',
      (text: string, a: string, b: string) => text.replaceAll(a, b)
    )
    .registerFunction(
      'string.find(string): string',
      (text: string, pattern: string) => new RegExp(pattern, 'u').exec(text)?.[0] ?? ''
    )
    .registerFunction('string.findAll(string): list', (text: string, pattern: string) =>
      Array.from(text.matchAll(new RegExp(pattern, 'gu')), ([found]) => found)
    )
    .registerFunction('list.isSorted(): bool', (items: unknown[]) =>
      items.every((item, index) => index === 0 || !isLess(item, items[index - 1]))
    )
    .registerFunction('list.min(): dyn', (items: unknown[]) =>
      items.reduce((least, item) => (isLess(item, least) ? item : least))
    )
    .registerFunction('list.max(): dyn', (items: unknown[]) =>
      items.reduce((most, item) => (isLess(most, item) ? item : most))
    )
    .registerFunction('list.sum(): dyn', (items: unknown[]) =>
      items.reduce((total, item) => (total as number) + (item as number))
    )
    .registerFunction('list.indexOf(dyn): int', (items: unknown[], item: unknown) =>
      BigInt(items.indexOf(item))
    )
    .registerFunction('list.lastIndexOf(dyn): int', (items: unknown[], item: unknown) =>
      BigInt(items.lastIndexOf(item))
    )
    .registerFunction('isURL(string): bool', (text: string) => URL.canParse(text))
    .registerFunction(
      'isIP(string): bool',
      (text: string) => isOfFormat('ipv4', text) || isOfFormat('ipv6', text)
    )
    .registerFunction('isCIDR(string): bool', (text: string) => isOfFormat('cidr', text));
}

function isLess(a: unknown, b: unknown): boolean {
  return (a as number) < (b as number);
}
