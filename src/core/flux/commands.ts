import { type KubernetesObject, list, record, text } from '../kubernetes/object.ts';
import { toRef } from '../kubernetes/ref.ts';
import { fluxCommand } from './fluxCommand.ts';
import { fluxKindOf } from './kinds.ts';
import { isStatic, isSuspended } from './suspension.ts';

/** Something that a person may do in a terminal; `id` is the sentence that says what. */
export interface Command {
  id: string;
  command: string;
}

/** What the buttons do, and what else there is to ask, as commands to copy. */
export function commandsOf(object: KubernetesObject): Command[] {
  const ref = toRef(object);
  const kind = fluxKindOf(ref.group, ref.kind);
  if (!kind) return [];
  const isApplier = kind.kind === 'Kustomization' || kind.kind === 'HelmRelease';
  const at = `${ref.name} -n ${ref.namespace}`;
  const commands: (Command | false)[] = [
    kind.reconcilable &&
      !isStatic(object) && { id: 'command.reconcile', command: fluxCommand('reconcile', ref) },
    isApplier && {
      id: 'command.withSource',
      command: fluxCommand('reconcile', ref, ['--with-source']),
    },
    kind.suspend !== 'none' &&
      (isSuspended(object)
        ? { id: 'command.resume', command: fluxCommand('resume', ref) }
        : { id: 'command.suspend', command: fluxCommand('suspend', ref) }),
    {
      id: 'command.events',
      command: `flux events --for ${ref.kind}/${ref.name} -n ${ref.namespace}`,
    },
    kind.kind === 'Kustomization' && {
      id: 'command.tree',
      command: `flux tree kustomization ${at}`,
    },
    kind.kind === 'HelmRelease' && manifestCommand(object),
  ];
  return commands.filter(command => command !== false);
}

/** What Helm keeps of the newest release: under its own name, where it stores it. */
function manifestCommand(object: KubernetesObject): Command | false {
  const { history, storageNamespace } = record(object.status);
  const name = text(record(list(history)[0]).name);
  const namespace = text(storageNamespace) ?? object.metadata.namespace;
  return (
    name !== undefined && {
      id: 'command.manifest',
      command: `helm get manifest ${name} -n ${namespace}`,
    }
  );
}
