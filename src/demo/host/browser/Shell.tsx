import { ActivitiesRenderer } from '@kinvolk/headlamp-plugin/lib/components/activity/Activity';
import RouteSwitcher from '@kinvolk/headlamp-plugin/lib/components/App/RouteSwitcher';
import Sidebar, { NavigationTabs } from '@kinvolk/headlamp-plugin/lib/components/Sidebar/Sidebar';
import { getCluster } from '@kinvolk/headlamp-plugin/lib/lib/cluster';
import { useCluster } from '@kinvolk/headlamp-plugin/lib/lib/k8s';
import { getSavedNamespaces } from '@kinvolk/headlamp-plugin/lib/lib/storage';
import { setNamespaceFilter } from '@kinvolk/headlamp-plugin/lib/redux/filterSlice';
import { useAppDispatch, useTypedSelector } from '@kinvolk/headlamp-plugin/lib/redux/hooks';
import type { UIPanel } from '@kinvolk/headlamp-plugin/lib/redux/uiSlice';
import { useUIPanelsGroupedBySide } from '@kinvolk/headlamp-plugin/lib/redux/uiSlice';
import Box from '@mui/material/Box';
import Container from '@mui/material/Container';
import { useEffect } from 'react';
import TopBar from './TopBar.tsx';
import useHostConfig from './useHostConfig.ts';

function Panels({ panels }: { panels: UIPanel[] }) {
  return (
    <>
      {panels.map(({ id, component: Panel }) => (
        <Panel key={id} />
      ))}
    </>
  );
}

/** The frame of every page: what plugins put at the sides, the top bar, the sidebar, the page of the route. */
export default function Shell() {
  useHostConfig();
  const dispatch = useAppDispatch();
  const cluster = useCluster();
  const pluginsLoaded = useTypedSelector(state => state.plugins.loaded);
  const clusters = useTypedSelector(state => state.config.clusters);
  const isFullWidth = useTypedSelector(state => state.ui.isFullWidth);
  const panels = useUIPanelsGroupedBySide();

  useEffect(() => {
    if (cluster) dispatch(setNamespaceFilter(getSavedNamespaces(cluster)));
  }, [cluster, dispatch]);

  return (
    <Box sx={{ display: 'flex', height: '100dvh' }}>
      <Panels panels={panels.left} />
      <Box sx={{ display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0 }}>
        <Panels panels={panels.top} />
        <TopBar />
        <Box
          sx={{
            display: 'grid',
            gridTemplateColumns: 'min-content 1fr',
            gridTemplateRows: '1fr min-content',
            flexGrow: 1,
            overflow: 'hidden',
            position: 'relative',
          }}
        >
          <Sidebar />
          {/* Headlamp's Activity windows look for this id to place themselves. */}
          <Box
            component="main"
            id="main"
            sx={{ gridArea: '1 / 2', minHeight: 0, overflow: 'auto', position: 'relative' }}
          >
            <Container
              disableGutters={isFullWidth}
              maxWidth={isFullWidth ? false : 'xl'}
              sx={{ height: '100%' }}
            >
              <NavigationTabs />
              {/* Plugins bring routes: a deep link into one must not be answered before they are there. */}
              {pluginsLoaded && (
                <RouteSwitcher
                  requiresToken={() => clusters?.[getCluster() ?? '']?.useToken ?? true}
                />
              )}
            </Container>
          </Box>
          <ActivitiesRenderer />
        </Box>
        <Panels panels={panels.bottom} />
      </Box>
      <Panels panels={panels.right} />
    </Box>
  );
}
