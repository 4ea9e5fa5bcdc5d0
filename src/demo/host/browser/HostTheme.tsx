import { useCurrentAppTheme } from '@kinvolk/headlamp-plugin/lib/components/App/themeSlice';
import { createMuiTheme, usePrefersColorScheme } from '@kinvolk/headlamp-plugin/lib/lib/themes';
import CssBaseline from '@mui/material/CssBaseline';
import { StyledEngineProvider, ThemeProvider } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useMemo } from 'react';

/** The theme of Headlamp's settings, which follows the system's light or dark until the user chooses. */
export default function HostTheme({ children }: { children: ReactNode }) {
  // Only for its effect: a change of the system's preference renders again.
  usePrefersColorScheme();
  const appTheme = useCurrentAppTheme();
  const theme = useMemo(() => createMuiTheme(appTheme), [appTheme]);
  return (
    <StyledEngineProvider injectFirst>
      <ThemeProvider theme={theme}>
        <CssBaseline enableColorScheme />
        {children}
      </ThemeProvider>
    </StyledEngineProvider>
  );
}
