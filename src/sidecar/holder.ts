import { hostname } from 'node:os';

/** Who this process is, as a Lease names its holder. */
export function holderName(): string {
  return `${hostname()}_${process.pid}`;
}

/** Whether a holder was a process of this host that ended without giving its Lease back. */
export function isDeadHere(holder: string): boolean {
  const at = holder.lastIndexOf('_');
  const [host, pid] = [holder.slice(0, at), Number(holder.slice(at + 1))];
  if (host !== hostname() || !Number.isInteger(pid) || pid < 1) return false;
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
