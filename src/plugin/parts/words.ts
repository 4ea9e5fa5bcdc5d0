import english from '../../../locales/en/translation.json';

/** Text of an id with its `{{values}}` filled in. */
export type Words = (id: string, params?: Record<string, string | number>) => string;

const texts: Readonly<Record<string, string>> = english;
const plurals = new Intl.PluralRules('en');

/**
 * English from the bundle itself: for tests, and for the moment before the host has loaded its
 * languages, when its own translation answers ''. An id without text is shown as it is, to be found.
 */
export const englishWords: Words = (id, params = {}) => {
  const plural = typeof params.count === 'number' ? `${id}_${plurals.select(params.count)}` : id;
  const template = texts[plural] ?? texts[id] ?? id;
  return template.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) =>
    String(params[name] ?? whole)
  );
};
