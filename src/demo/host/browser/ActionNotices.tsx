import { useAppDispatch, useTypedSelector } from '@kinvolk/headlamp-plugin/lib/redux/hooks';
import Button from '@mui/material/Button';
import { useSnackbar } from 'notistack';
import { useEffect, useRef } from 'react';

/** Says what Headlamp's own actions (delete, scale, restart) do, and offers to cancel while they wait. */
export default function ActionNotices() {
  const actions = useTypedSelector(state => state.clusterAction);
  const dispatch = useAppDispatch();
  const { enqueueSnackbar, closeSnackbar } = useSnackbar();
  const said = useRef(new Set<string>());

  useEffect(() => {
    for (const action of Object.values(actions)) {
      if (!action) continue;
      if (action.dismissSnackbar) closeSnackbar(action.dismissSnackbar);
      const key = `${action.id} ${action.state ?? ''}`;
      if (!action.message || said.current.has(key)) continue;
      said.current.add(key);
      enqueueSnackbar(action.message, {
        key: action.key,
        autoHideDuration: action.autoHideDuration ?? 5000,
        action: action.buttons?.map(({ label, actionToDispatch }) => (
          <Button
            key={label}
            color="inherit"
            size="small"
            onClick={() => dispatch({ type: actionToDispatch })}
          >
            {label}
          </Button>
        )),
        ...action.snackbarProps,
      });
    }
  }, [actions, closeSnackbar, dispatch, enqueueSnackbar]);

  return null;
}
