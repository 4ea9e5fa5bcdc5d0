import { ConfigStore } from '@kinvolk/headlamp-plugin/lib';
import { useMemo } from 'react';
import { type Settings, toSettings } from '../../core/settings.ts';

/** The name in package.json: Headlamp keeps what a plugin is told under it. */
export const pluginName = 'lumen';

/** Where Headlamp shows the settings of this plugin. */
export const settingsPath = `/settings/plugins/${pluginName}`;

const store = new ConfigStore<unknown>(pluginName);
const useStored = store.useConfig();

export function getSettings(): Settings {
  return toSettings(store.get());
}

/** What a person has told Lumen in this browser; the object changes only with it. */
export function useSettings(): Settings {
  const stored: unknown = useStored();
  return useMemo(() => toSettings(stored), [stored]);
}

export function saveSettings(settings: Settings): void {
  // Empty texts, and clusters of which nothing is said, are not kept.
  store.set(toSettings(settings));
}
