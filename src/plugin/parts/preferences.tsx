import { createContext, useContext } from 'react';

/** What a person has set for this browser, as far as parts of a page heed it. */
export interface Preferences {
  /** How close rows of lists stand. */
  density: 'comfortable' | 'compact';
  /** Single keys act; without, only those that a browser gives everybody. */
  hasShortcuts: boolean;
}

const usual: Preferences = { density: 'comfortable', hasShortcuts: true };

const PreferencesContext = createContext<Preferences>(usual);
export const PreferencesProvider = PreferencesContext.Provider;

export function usePreferences(): Preferences {
  return useContext(PreferencesContext);
}
