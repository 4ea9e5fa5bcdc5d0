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
  const evaluate = parsed(environment, text);
  if (names) {
    const check = evaluate.check();
    if (!check.valid) throw said('parse', text, check.error);
  }
  return {
    isTrue(variables) {
      let answer: unknown;
      try {
        answer = evaluate(toCel(variables) as Record<string, unknown>);
      } catch (error) {
        throw said('evaluate', text, error);
      }
      if (typeof answer !== 'boolean')
        throw new Error(`${text}: not a boolean but ${typeof answer}`);
      return answer;
    },
  };
}

function parsed(environment: Environment, text: string) {
  try {
    return environment.parse(text);
  } catch (error) {
    throw said('parse', text, error);
  }
}

/** The first line in the words of Flux; the rest points into the text, which is short. */
function said(doing: string, text: string, error: unknown): Error {
  const [first = ''] = String(error instanceof Error ? error.message : error).split('\n');
  const why = first.replace(/^No such key/, 'no such key');
  return new Error(`failed to ${doing} the CEL expression '${text}': ${why}`);
}

/** JSON's whole numbers are integers to CEL, as they are to Kubernetes. */
function toCel(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toCel(item)]));
}
