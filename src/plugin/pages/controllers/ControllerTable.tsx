import { Box } from '@mui/material';
import type { Controller } from '../../../core/flux/controllers.ts';
import type { Graph } from '../../../core/graph/graph.ts';
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
  graph,
}: {
  cluster: string;
  controllers: readonly Controller[];
  graph: Graph;
}) {
  const words = useWords();
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
              <StateMark state={controllerState(controller)} />
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
              <Restarts {...{ controller, cluster }} />
            </span>
            <span role="cell">
              <Heartbeat heartbeat={controller.heartbeat} graph={graph} />
            </span>
          </div>
        );
      })}
    </Box>
  );
}
