import { Link } from '@mui/material';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';

/** A link within the host, in the host's colour. */
export function TextLink({
  to,
  children,
  label,
  tabIndex,
  isWithinText,
}: {
  to: string;
  children: ReactNode;
  /** What it is called where its text alone does not tell. */
  label?: string;
  tabIndex?: number;
  /** Words are around it: colour alone would not tell it from them. */
  isWithinText?: boolean;
}) {
  return (
    <Link
      component={RouterLink}
      to={to}
      aria-label={label}
      tabIndex={tabIndex}
      {...(isWithinText && { underline: 'always' })}
    >
      {children}
    </Link>
  );
}
