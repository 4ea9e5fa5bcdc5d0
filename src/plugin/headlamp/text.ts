import { useTranslation } from '@kinvolk/headlamp-plugin/lib';
import { useMemo } from 'react';

type Words = (id: string, params?: Record<string, string | number>) => string;

/**
 * The host's translation of Lumen's ids, with `english` wherever it has none: until its languages are
 * loaded, where their file is missing, and in languages that lack an id.
 */
export function useText(english: Words): Words {
  const { i18n, ready } = useTranslation();
  const language = ready && i18n ? i18n.language : 'en';
  return useMemo(() => {
    if (!i18n || language.startsWith('en')) return english;
    return (id, params) => {
      const said: unknown = i18n.t(id, { ...params, lng: language });
      return typeof said === 'string' && said !== '' && said !== id ? said : english(id, params);
    };
  }, [i18n, language, english]);
}
