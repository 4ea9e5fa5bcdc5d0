import { Box } from '@mui/material';
import type { Controller } from '../../../core/flux/controllers.ts';
import { objectId } from '../../../core/graph/nodeId.ts';
import type { DiagnosisView } from '../../live/diagnosisStore.ts';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { useWords } from '../../parts/Say.tsx';
import { StateMark } from '../../parts/StateMark.tsx';
import { controllerState } from './controllerState.ts';
import { Heartbeat } from './Heartbeat.tsx';
import { Restarts } from './Restarts.tsx';
import { tableStyle } from './tableStyle.ts';

const columns = ['name', 'version', 'replicas', 'restarts', 'heartbeat'] as const;

/** One line a controller. Roles are said, since a table that flows in two lines is none to a browser. */
export function ControllerTable({
  cluster,
  controllers,
  view: { diagnosis, isComplete, world },
}: {
  cluster: string;
  controllers: readonly Controller[];
  view: DiagnosisView;
}) {
  const words = useWords();
  const { graph } = world;
  const broken = new Set(diagnosis.causes.map(({ object }) => objectId(object)));
  const seenIn = (namespace: string) => {
    const leases = { group: 'coordination.k8s.io', kind: 'Lease', namespace, name: '' };
    return world.isRead(leases) ? 'all' : isComplete ? 'none' : 'reading';
  };
  return (
    <Box role="table" aria-label={words('controllers.table')} sx={tableStyle}>
      <div role="row" className="head">
        {columns.map(column => (
          <span role="columnheader" key={column}>
            {words(`controllers.column.${column}`)}
          </span>
        ))}
      </div>
      {controllers.map(controller => {
        const { ref, version, release, wanted, ready, shard } = controller;
        return (
          <div role="row" key={`${ref.namespace}/${ref.name}`}>
            <span role="cell" className="name">
              <StateMark state={controllerState(controller, broken.has(objectId(ref)))} />
              <span>
                <ObjectLink cluster={cluster} to={ref} kind="none" />
                {shard && <span className="more">{words('controllers.shard', { shard })}</span>}
              </span>
            </span>
            <span role="cell">
              {version ?? words('controllers.version.none')}
              {release && <span className="more">{words('controllers.release', { release })}</span>}
            </span>
            <span role="cell">{words('controllers.ready', { ready, wanted })}</span>
            <span role="cell">
              <span className="label">{words('controllers.column.restarts')} </span>
              <Restarts {...{ controller, cluster, isComplete }} />
            </span>
            <span role="cell">
              <span className="label">{words('controllers.column.heartbeat')} </span>
              <Heartbeat
                heartbeat={controller.heartbeat}
                graph={graph}
                seen={seenIn(ref.namespace)}
              />
            </span>
          </div>
        );
      })}
    </Box>
  );
}
