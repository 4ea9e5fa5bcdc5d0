import { Box, ButtonBase } from '@mui/material';
import { useId, useState } from 'react';
import { type KubernetesObject, record } from '../../../core/kubernetes/object.ts';
import { FacetChip } from '../../parts/FacetChip.tsx';
import { Message } from '../../parts/Message.tsx';
import { ObjectLink } from '../../parts/ObjectLink.tsx';
import { Say, useWords } from '../../parts/Say.tsx';
import { StateMark } from '../../parts/StateMark.tsx';
import { PodLines } from './PodLines.tsx';
import type { AppliedRow } from './useApplied.tsx';
import { useTabSearch } from './useTabSearch.ts';

const verdicts = ['unhealthy', 'progressing', 'healthy', 'notChecked'] as const;

/** Everything that was applied: what is unhealthy first, and what nobody looked at said to be so. */
export function InventoryTab({ rows, cluster }: { rows: readonly AppliedRow[]; cluster: string }) {
  const words = useWords();
  const [shown, show] = useTabSearch('verdict');
  const count = (verdict: string) => rows.filter(row => row.verdict.verdict === verdict).length;
  const visible = rows.filter(row => !shown || row.verdict.verdict === shown);
  return (
    <>
      <Box
        role="group"
        aria-label={words('inventory.filter')}
        sx={{ display: 'flex', gap: 0.75, flexWrap: 'wrap', mb: 1.5 }}
      >
        <FacetChip isOn={!shown} onClick={() => show(undefined)}>
          {words('facets.all', { count: rows.length })}
        </FacetChip>
        {verdicts
          .filter(verdict => count(verdict) > 0 || shown === verdict)
          .map(verdict => (
            <FacetChip
              key={verdict}
              isOn={shown === verdict}
              onClick={() => show(shown === verdict ? undefined : verdict)}
            >
              {words(`inventory.${verdict}`, { count: count(verdict) })}
            </FacetChip>
          ))}
      </Box>
      <Box
        component="ul"
        aria-label={words('tab.inventory')}
        sx={{ m: 0, p: 0, listStyle: 'none', fontSize: '0.875rem' }}
      >
        {visible.map(row => (
          <Applied key={row.key} row={row} cluster={cluster} />
        ))}
      </Box>
    </>
  );
}

/** A workload's pods are found by the labels that it selects by. */
function podSelectorOf(object: KubernetesObject | undefined): string | undefined {
  const labels = Object.entries(record(record(record(object?.spec).selector).matchLabels));
  return labels.length
    ? labels.map(([key, value]) => `${key}=${String(value)}`).join(',')
    : undefined;
}

function Applied({ row, cluster }: { row: AppliedRow; cluster: string }) {
  const words = useWords();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const { entry, verdict, object } = row;
  const labelSelector = podSelectorOf(object);
  return (
    <Box component="li" sx={{ borderBottom: 1, borderColor: 'divider' }}>
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns: { xs: '20px 1fr', sm: '20px minmax(0, 2fr) minmax(0, 3fr)' },
          columnGap: 1,
          alignItems: 'center',
          minHeight: { xs: 44, sm: 36 },
        }}
      >
        <StateMark state={verdict.mark} />
        <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          <ObjectLink cluster={cluster} to={entry} kind="word" />
        </Box>
        <Box sx={{ gridColumn: { xs: 2, sm: 3 }, color: 'text.secondary', minWidth: 0 }}>
          {verdict.message ? (
            <Message text={verdict.message} cluster={cluster} />
          ) : (
            <Say {...verdict.says} />
          )}{' '}
          {labelSelector && (
            <ButtonBase
              aria-expanded={isOpen}
              aria-controls={id}
              onClick={() => setOpen(!isOpen)}
              sx={{ font: 'inherit', color: 'text.primary', textDecoration: 'underline dotted' }}
            >
              {words('inventory.pods')}
            </ButtonBase>
          )}
        </Box>
      </Box>
      {isOpen && labelSelector && (
        <Box id={id} sx={{ pl: 3.5, pb: 1 }}>
          <PodLines {...{ cluster, labelSelector }} namespace={entry.namespace} />
        </Box>
      )}
    </Box>
  );
}
