import { Link } from '@mui/material';
import type { ReactNode } from 'react';

/** A link out of the host, in a tab of its own; plain text where the address is not one of the web. */
export function OutLink({
  href,
  label,
  children,
}: {
  href: string;
  /** What it is called where its text alone does not tell. */
  label?: string;
  children: ReactNode;
}) {
  if (!/^https?:\/\//i.test(href)) return <>{children}</>;
  return (
    <Link href={href} target="_blank" rel="noopener noreferrer" aria-label={label}>
      {children}
    </Link>
  );
}
