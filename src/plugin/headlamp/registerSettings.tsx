import { registerPluginSettings } from '@kinvolk/headlamp-plugin/lib';
import type { ComponentType } from 'react';
import { pluginName } from './settings.ts';

/** Headlamp shows them with the plugin; what is set is kept at once, without a button. */
export function registerSettings(Settings: ComponentType): void {
  registerPluginSettings(pluginName, Settings, false);
}
