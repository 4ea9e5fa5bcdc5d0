import { AppLogo } from '@kinvolk/headlamp-plugin/lib/components/App/AppLogo';
import { SettingsButton } from '@kinvolk/headlamp-plugin/lib/components/App/Settings';
import { ClusterTitle } from '@kinvolk/headlamp-plugin/lib/components/cluster/Chooser';
import ActionButton from '@kinvolk/headlamp-plugin/lib/components/common/ActionButton';
import ErrorBoundary from '@kinvolk/headlamp-plugin/lib/components/common/ErrorBoundary';
import { useSidebarInfo } from '@kinvolk/headlamp-plugin/lib/components/Sidebar/Sidebar';
import { setWhetherSidebarOpen } from '@kinvolk/headlamp-plugin/lib/components/Sidebar/sidebarSlice';
import { useCluster, useClustersConf } from '@kinvolk/headlamp-plugin/lib/lib/k8s';
import type { AppBarAction } from '@kinvolk/headlamp-plugin/lib/redux/actionButtonsSlice';
import { DefaultAppBarAction } from '@kinvolk/headlamp-plugin/lib/redux/actionButtonsSlice';
import { useAppDispatch, useTypedSelector } from '@kinvolk/headlamp-plugin/lib/redux/hooks';
import AppBar from '@mui/material/AppBar';
import Box from '@mui/material/Box';
import Toolbar from '@mui/material/Toolbar';
import { isValidElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useHistory } from 'react-router-dom';
import UserMenu from './UserMenu.tsx';

/** Plugins give an element or a component, bare or with an id. */
function Action({ action }: { action: AppBarAction['action'] }) {
  if (isValidElement(action)) return action;
  if (typeof action !== 'function') return null;
  const Component = action;
  return <Component />;
}

/** On a phone the sidebar is a drawer that this button opens. */
function MenuButton() {
  const { isTemporary, isOpen } = useSidebarInfo();
  const dispatch = useAppDispatch();
  const { t } = useTranslation();
  if (!isTemporary) return null;
  return (
    <ActionButton
      icon="mdi:menu"
      description={t('translation|Expand sidebar')}
      iconButtonProps={{ color: 'inherit', edge: 'start', 'aria-expanded': isOpen }}
      onClick={() => dispatch(setWhetherSidebarOpen(!isOpen))}
    />
  );
}

export default function TopBar() {
  const { appBarActions, appBarActionsProcessors } = useTypedSelector(state => state.actionButtons);
  const isHidden = useTypedSelector(state => state.ui.hideAppBar);
  const cluster = useCluster();
  const clusters = useClustersConf();
  const history = useHistory();
  if (isHidden) return null;

  const own: AppBarAction[] = [
    {
      id: DefaultAppBarAction.CLUSTER,
      action: cluster && (
        <ClusterTitle
          cluster={cluster}
          clusters={clusters ?? undefined}
          onClick={() => history.push('/')}
        />
      ),
    },
    ...appBarActions,
    { id: DefaultAppBarAction.SETTINGS, action: <SettingsButton /> },
    { id: DefaultAppBarAction.USER, action: cluster && <UserMenu cluster={cluster} /> },
  ];
  const actions = appBarActionsProcessors.reduce(
    (before, { processor }) => processor({ actions: before }),
    own
  );

  return (
    <AppBar
      component="header"
      position="static"
      elevation={0}
      enableColorOnDark
      sx={{
        zIndex: theme => theme.zIndex.drawer + 1,
        backgroundImage: 'none',
        backgroundColor: theme => theme.palette.navbar.background,
        color: theme => theme.palette.navbar.color,
        borderBottom: 1,
        borderColor: 'divider',
        borderRadius: 0,
      }}
    >
      <Toolbar sx={{ gap: { xs: 0.5, sm: 1 } }}>
        <MenuButton />
        <AppLogo />
        <Box sx={{ flexGrow: 1 }} />
        {actions.map(({ id, action }) => (
          <ErrorBoundary key={id}>
            <Action action={action} />
          </ErrorBoundary>
        ))}
      </Toolbar>
    </AppBar>
  );
}
