import './fonts.css';
import 'virtual:mdi';
// The library's modules import each other in circles: entered anywhere but here, one of them reads a class
// that is not there yet.
import '@kinvolk/headlamp-plugin/lib/plugin/Plugins';
import { PreviousRouteProvider } from '@kinvolk/headlamp-plugin/lib/components/App/RouteSwitcher';
import i18n from '@kinvolk/headlamp-plugin/lib/i18n/config';
import { queryClient } from '@kinvolk/headlamp-plugin/lib/lib/queryClient';
import { setStore } from '@kinvolk/headlamp-plugin/lib/lib/router/createRouteURL';
import Plugins from '@kinvolk/headlamp-plugin/lib/plugin/Plugins';
import store from '@kinvolk/headlamp-plugin/lib/redux/stores/store';
import { loader } from '@monaco-editor/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { SnackbarProvider } from 'notistack';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { Provider } from 'react-redux';
import { BrowserRouter } from 'react-router-dom';
import ActionNotices from './ActionNotices.tsx';
import HostTheme from './HostTheme.tsx';
import Shell from './Shell.tsx';

setStore(store);
loader.config({ paths: { vs: `${location.origin}/assets/vs` } });

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');

createRoot(root).render(
  <Provider store={store}>
    <QueryClientProvider client={queryClient}>
      <I18nextProvider i18n={i18n}>
        <HostTheme>
          <SnackbarProvider anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}>
            <BrowserRouter>
              <PreviousRouteProvider>
                <Plugins />
                <ActionNotices />
                <Shell />
              </PreviousRouteProvider>
            </BrowserRouter>
          </SnackbarProvider>
        </HostTheme>
      </I18nextProvider>
    </QueryClientProvider>
  </Provider>
);
