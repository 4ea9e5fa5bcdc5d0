import ActionButton from '@kinvolk/headlamp-plugin/lib/components/common/ActionButton';
import { logout } from '@kinvolk/headlamp-plugin/lib/lib/auth';
import { useClustersConf } from '@kinvolk/headlamp-plugin/lib/lib/k8s';
import { request } from '@kinvolk/headlamp-plugin/lib/lib/k8s/api/v1/clusterRequests';
import { createRouteURL } from '@kinvolk/headlamp-plugin/lib/lib/router/createRouteURL';
import Divider from '@mui/material/Divider';
import ListItemText from '@mui/material/ListItemText';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHistory, useLocation } from 'react-router-dom';

interface ClusterUser {
  username: string;
  email?: string;
  groups?: string[];
}

/**
 * Who is signed in to the cluster, and the way out: Headlamp's page that asks for a token, and back to this one.
 * A cluster whose requests go as the user of a kubeconfig says so instead: no browser could sign out of that.
 */
export default function UserMenu({ cluster }: { cluster: string }) {
  const { t } = useTranslation();
  const history = useHistory();
  const location = useLocation();
  const isOfKubeconfig = useClustersConf()?.[cluster]?.signedIn === true;
  const [anchor, setAnchor] = useState<HTMLElement>();
  // The key is the one that Headlamp's own sign-in and sign-out invalidate.
  const { data: user } = useQuery({
    queryKey: ['clusterMe', cluster],
    retry: 0,
    queryFn: (): Promise<ClusterUser> => request(`/clusters/${cluster}/me`, {}, false, false),
    enabled: anchor !== undefined,
  });

  const signOut = async () => {
    setAnchor(undefined);
    await logout(cluster);
    history.push({ pathname: createRouteURL('token'), state: { from: location } });
  };

  return (
    <>
      <ActionButton
        icon="mdi:account"
        description={t('translation|Account of current user')}
        iconButtonProps={{ color: 'inherit', 'aria-haspopup': 'menu' }}
        onClick={event => setAnchor(event.currentTarget)}
      />
      <Menu anchorEl={anchor} open={anchor !== undefined} onClose={() => setAnchor(undefined)}>
        {user && [
          <MenuItem key="user" disabled sx={{ '&.Mui-disabled': { opacity: 1 } }}>
            <ListItemText primary={user.username} secondary={cluster} />
          </MenuItem>,
          <Divider key="line" />,
        ]}
        {isOfKubeconfig ? (
          <MenuItem disabled>Signed in by the kubeconfig</MenuItem>
        ) : (
          <MenuItem onClick={signOut}>{t('translation|Log out')}</MenuItem>
        )}
        <MenuItem
          onClick={() => {
            setAnchor(undefined);
            history.push(createRouteURL('settings'));
          }}
        >
          {t('translation|General Settings')}
        </MenuItem>
      </Menu>
    </>
  );
}
