import { createContext, useContext } from 'react';
import { type Settings, toSettings } from '../../core/settings.ts';

const PreferencesContext = createContext<Settings>(toSettings(undefined));

/** Hands what a person has set in this browser to everything below; without it all is as it is by default. */
export const PreferencesProvider = PreferencesContext.Provider;

export function usePreferences(): Settings {
  return useContext(PreferencesContext);
}
