import { useEffect, useState } from 'react';
import { toYaml } from './toYaml.ts';

/** A value as YAML; undefined until it is written. The last text stays while a newer one is made. */
export function useYaml(value: unknown): string | undefined {
  const [text, setText] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    void toYaml(value).then(written => {
      if (isCurrent) setText(written);
    });
    return () => {
      isCurrent = false;
    };
  }, [value]);
  return text;
}
