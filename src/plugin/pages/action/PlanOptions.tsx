import { Checkbox, FormControlLabel, FormGroup, TextField } from '@mui/material';
import type { ActionName, PlanOptions as Options } from '../../../core/flux/plan.ts';
import { useWords } from '../../parts/Say.tsx';

export type ChosenOptions = Omit<Options, 'at' | 'by'>;

const reconcileOptions: Record<string, readonly ('withSource' | 'force' | 'reset')[]> = {
  Kustomization: ['withSource'],
  HelmRelease: ['withSource', 'force', 'reset'],
  HelmChart: ['withSource'],
  ImagePolicy: ['withSource'],
  ImageUpdateAutomation: ['withSource'],
};

/** What a person may choose before the plan runs: how far a reconcile reaches, why something is suspended. */
export function PlanOptions({
  action,
  kind,
  options,
  onChange,
}: {
  action: ActionName;
  kind: string;
  options: ChosenOptions;
  onChange: (options: ChosenOptions) => void;
}) {
  const words = useWords();
  if (action === 'suspend') {
    return (
      <TextField
        label={words('plan.reason')}
        helperText={words('plan.reason.why')}
        value={options.reason ?? ''}
        onChange={event => onChange({ ...options, reason: event.target.value })}
        inputProps={{ maxLength: 200 }}
        size="small"
        fullWidth
      />
    );
  }
  const offered = action === 'reconcile' ? reconcileOptions[kind] ?? [] : [];
  if (offered.length === 0) return null;
  return (
    <FormGroup>
      {offered.map(option => (
        <FormControlLabel
          key={option}
          control={
            <Checkbox
              size="small"
              checked={options[option] === true}
              onChange={event => onChange({ ...options, [option]: event.target.checked })}
            />
          }
          label={words(`plan.${option}`)}
        />
      ))}
    </FormGroup>
  );
}
