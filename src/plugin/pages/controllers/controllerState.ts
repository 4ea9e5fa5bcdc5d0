import type { Controller } from '../../../core/flux/controllers.ts';
import type { StateName } from '../../../core/flux/state.ts';

/** The mark of what its Deployment says. Whether that is a fault, and whose, the diagnosis above tells. */
export function controllerState({ wanted, ready }: Controller): StateName {
  if (wanted === 0) return 'suspended';
  return ready >= wanted ? 'ready' : ready > 0 ? 'progressing' : 'failing';
}
