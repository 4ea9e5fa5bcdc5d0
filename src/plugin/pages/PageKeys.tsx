import { useHistory } from 'react-router-dom';
import { pages } from '../headlamp/routes.ts';
import { settingsPath } from '../headlamp/settings.ts';
import { KeyboardHelp } from '../parts/KeyboardHelp.tsx';
import { useShortcut } from '../parts/shortcuts.ts';

/** The keys that every page of Lumen has. */
export function PageKeys({ base }: { base: string }) {
  const history = useHistory();
  useShortcut('g o', () => history.push(`${base}${pages.overview.path}`));
  useShortcut('g g', () => history.push(`${base}${pages.graph.path}`));
  return <KeyboardHelp settings={settingsPath} />;
}
