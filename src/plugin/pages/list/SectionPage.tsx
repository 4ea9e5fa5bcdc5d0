import { Redirect } from 'react-router-dom';
import type { FluxSection } from '../../../core/flux/kinds.ts';
import { useClusters } from '../../live/useClusters.ts';
import { kindPath } from '../../parts/objectPath.ts';
import { clustersBase } from '../clustersBase.ts';
import { kindsOf } from './KindTabs.tsx';

/** A section's own address leads to its first tab. */
export function SectionPage({ section }: { section: FluxSection }) {
  const base = clustersBase(useClusters());
  const [first] = kindsOf(section);
  return first ? <Redirect to={`${base}${kindPath(first)}`} /> : null;
}
