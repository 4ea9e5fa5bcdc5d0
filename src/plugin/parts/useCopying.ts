import { useEffect, useState } from 'react';
import { copyText } from './copyText.ts';

/** How copying a text went, for two seconds, and what copies it. A text that cannot be had is not copied. */
export function useCopying(): [
  outcome: 'copied' | 'failed' | undefined,
  copy: (text: string | Promise<string>) => Promise<void>
] {
  const [outcome, setOutcome] = useState<'copied' | 'failed'>();
  useEffect(() => {
    if (!outcome) return undefined;
    const timer = window.setTimeout(() => setOutcome(undefined), 2000);
    return () => window.clearTimeout(timer);
  }, [outcome]);
  const copy = async (text: string | Promise<string>) => {
    const isCopied = await Promise.resolve(text).then(copyText, () => false);
    setOutcome(isCopied ? 'copied' : 'failed');
  };
  return [outcome, copy];
}
