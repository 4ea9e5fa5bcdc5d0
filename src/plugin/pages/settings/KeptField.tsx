import { TextField } from '@mui/material';
import { useState } from 'react';

/** A text that is kept when a person has finished with it: on Enter, and when the field is left. */
export function KeptField({
  label,
  value,
  error,
  onKeep,
}: {
  label: string;
  value: string;
  /** Why it is not taken. */
  error?: string;
  onKeep: (value: string) => void;
}) {
  const [typed, setTyped] = useState(value);
  const keep = () => {
    if (typed.trim() !== value) onKeep(typed.trim());
  };
  return (
    <TextField
      size="small"
      label={label}
      value={typed}
      error={error !== undefined}
      helperText={error}
      onChange={event => setTyped(event.target.value)}
      onBlur={keep}
      onKeyDown={event => {
        if (event.key === 'Enter') keep();
      }}
    />
  );
}
