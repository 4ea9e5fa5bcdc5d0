import { Environment } from '@marcbachmann/cel-js';

/** A CEL expression of a Flux spec: `readyExpr`, `healthCheckExprs`, a Receiver's filter. */
export interface Expression {
  /** Throws where a field is missing or the answer is no boolean. */
  isTrue(variables: Record<string, unknown>): boolean;
}

/** Throws where the text is no CEL. `names` are the variables that it may use; none: any field of the object. */
export function compileExpression(text: string, names?: readonly string[]): Expression {
  const environment = new Environment({ unlistedVariablesAreDyn: names === undefined });
  for (const name of names ?? []) environment.registerVariable(name, 'map');
  const evaluate = environment.parse(text);
  if (names) {
    const check = evaluate.check();
    if (!check.valid) throw check.error ?? new Error(`${text}: not a valid expression`);
  }
  return {
    isTrue(variables) {
      const answer: unknown = evaluate(toCel(variables) as Record<string, unknown>);
      if (typeof answer !== 'boolean')
        throw new Error(`${text}: not a boolean but ${typeof answer}`);
      return answer;
    },
  };
}

/** JSON's whole numbers are integers to CEL, as they are to Kubernetes. */
function toCel(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toCel(item)]));
}
