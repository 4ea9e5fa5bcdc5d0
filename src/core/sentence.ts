/** What a person will read: an id of locales/en/translation.json and the values it names. Never text. */
export interface Sentence {
  id: string;
  params?: Record<string, string | number>;
}
