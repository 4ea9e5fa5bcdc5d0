import { Box } from '@mui/material';
import { fluxKinds } from '../../../core/flux/kinds.ts';
import type { Unreadable } from '../../../protocol/info.ts';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { Say } from '../../parts/Say.tsx';

/** `KIND/NAMESPACE/NAME` of one of Flux's kinds. */
function toReader(text: string) {
  const [kind = '', namespace = '', name] = text.split('/');
  const group = fluxKinds.find(each => each.kind === kind)?.group;
  return group && name ? { group, kind, namespace, name } : undefined;
}

/** What the sidecar's rights keep from it, what that costs, and what would grant it. */
export function CannotRead({
  cannotRead,
  cluster,
}: {
  cannotRead: readonly Unreadable[];
  cluster: string;
}) {
  return (
    <Box sx={{ mt: 1.5, fontSize: '0.875rem' }}>
      <Say
        id={cannotRead.length > 0 ? 'controllers.cannotRead' : 'controllers.cannotRead.none'}
        params={{ count: cannotRead.length }}
      />
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {cannotRead.map(({ kind, namespace, name, for: reader }) => {
          const by = toReader(reader);
          return (
            <li key={`${kind}/${namespace}/${name}/${reader}`}>
              {[kind, [namespace, name].filter(Boolean).join('/')].join(' ')}{' '}
              <Box component="span" sx={{ color: 'text.secondary' }}>
                <Say
                  id={by ? 'controllers.cannotRead.variables' : 'controllers.cannotRead.revisions'}
                  parts={by ? { by: <ObjectLink cluster={cluster} to={by} kind="word" /> } : {}}
                />
              </Box>
            </li>
          );
        })}
      </Box>
    </Box>
  );
}
