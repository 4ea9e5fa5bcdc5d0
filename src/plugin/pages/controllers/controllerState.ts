import type { Controller } from '../../../core/flux/controllers.ts';
import type { StateName } from '../../../core/flux/state.ts';

/** The mark of what its Deployment says. Whether that is a fault the diagnosis tells, which names it then. */
export function controllerState({ wanted, ready }: Controller, isBroken: boolean): StateName {
  if (isBroken) return 'failing';
  if (wanted === 0) return 'suspended';
  return ready >= wanted ? 'ready' : 'progressing';
}
