import { useInfo } from '../../live/useInfo.ts';
import { SidecarNote } from '../SidecarNote.tsx';

/** A first run: Flux works, and what the sidecar would show is one command away. Nothing where it is there. */
export function NoSidecar({ cluster }: { cluster: string }) {
  const info = useInfo(cluster);
  return info.state === 'absent' ? <SidecarNote refusal={info} /> : null;
}
