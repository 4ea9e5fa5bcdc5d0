import { Box } from '@mui/material';
import { useMemo, useState } from 'react';
import { commandsOf } from '../../../core/flux/commands.ts';
import { type KubernetesObject, record } from '../../../core/kubernetes/object.ts';
import { toRef } from '../../../core/kubernetes/ref.ts';
import { useServerClock } from '../../live/useServerClock.ts';
import { FacetChip } from '../../parts/FacetChip.tsx';
import { useHeldOrder } from '../../parts/heldOrder.ts';
import { PageNote } from '../../parts/PageNote.tsx';
import { PageNotice } from '../../parts/PageStates.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { StateMark } from '../../parts/StateMark.tsx';
import { toInventoryTree, toOpenOwners } from './inventory/inventoryTree.ts';
import { InventoryTree } from './inventory/InventoryTree.tsx';
import { useOpenRows } from './inventory/openRows.ts';
import { useBelow } from './inventory/useBelow.tsx';
import type { AppliedRow } from './useApplied.tsx';
import { useTabSearch } from './useTabSearch.ts';

/** The order of the chips, and the shape that stands for each. */
const verdictMarks = {
  unhealthy: 'failing',
  progressing: 'progressing',
  healthy: 'ready',
  notChecked: 'unknown',
} as const;
const verdicts = ['unhealthy', 'progressing', 'healthy', 'notChecked'] as const;

/** Everything that was applied: what is unhealthy first, and what nobody looked at said to be so. */
export function InventoryTab({
  object,
  rows: all,
  cluster,
}: {
  /** Who applied it. */
  object: KubernetesObject;
  rows: readonly AppliedRow[];
  cluster: string;
}) {
  const words = useWords();
  const [shown, show] = useTabSearch('verdict');
  const [toggled, toggle] = useOpenRows();
  const [isHeld, setHeld] = useState(false);
  const count = (verdict: string) => all.filter(row => row.verdict.verdict === verdict).length;
  const visible = useMemo(
    () => (shown ? all.filter(row => row.verdict.verdict === shown) : all),
    [all, shown]
  );
  const { rows, isOutOfOrder } = useHeldOrder(visible, isHeld, shown ?? '');
  const owners = useMemo(() => toOpenOwners(rows, toggled), [rows, toggled]);
  const { below, readers } = useBelow(cluster, owners);
  const clock = useServerClock(cluster);
  const tree = useMemo(
    () => toInventoryTree(rows, { applier: toRef(object), below, toggled, now: clock() }),
    [rows, object, below, toggled, clock]
  );
  if (all.length === 0) return <NoInventory object={object} />;
  return (
    <>
      {readers}
      {record(object.spec).kubeConfig !== undefined && (
        <PageNotice>
          <Say id="inventory.elsewhere" params={{ cluster }} />
        </PageNotice>
      )}
      <Box
        role="group"
        aria-label={words('inventory.filter')}
        sx={{ display: 'flex', gap: 0.75, flexWrap: 'wrap', mb: 1.5 }}
      >
        <FacetChip isOn={!shown} onClick={() => show(undefined)}>
          {words('facets.all', { count: all.length })}
        </FacetChip>
        {verdicts
          .filter(verdict => count(verdict) > 0 || shown === verdict)
          .map(verdict => (
            <FacetChip
              key={verdict}
              isOn={shown === verdict}
              onClick={() => show(shown === verdict ? undefined : verdict)}
            >
              <span aria-hidden>
                <StateMark state={verdictMarks[verdict]} />
              </span>
              {words(`inventory.${verdict}`, { count: count(verdict) })}
            </FacetChip>
          ))}
      </Box>
      <InventoryTree
        rows={tree}
        opened={[...toggled].findLast(([, isOpen]) => isOpen)?.[0]}
        {...{ cluster, isOutOfOrder }}
        onToggle={toggle}
        onHold={setHeld}
      />
    </>
  );
}

/** Why there is nothing to show: Flux keeps a list and it is empty, or keeps none. */
function NoInventory({ object }: { object: KubernetesObject }) {
  const { kind, metadata, status } = object;
  const { name } = metadata;
  const installed = kind === 'HelmRelease' && record(status).inventory === undefined;
  const manifest = commandsOf(object).find(({ id }) => id === 'command.manifest');
  const id = installed && manifest ? 'inventory.notExposed' : 'inventory.none';
  return (
    <PageNote title={<Say id={id} />} command={installed ? manifest?.command : undefined}>
      <Say id={`${id}.why`} params={{ name }} />
    </PageNote>
  );
}
