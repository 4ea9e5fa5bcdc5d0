import { UsageError } from './demoFlags.ts';

export interface WhyFlags {
  /** `KIND/NAMESPACE/NAME`; everything unless told. */
  of?: string;
  /** The usual place of kubectl unless told. */
  kubeconfig?: string;
  context?: string;
  json: boolean;
}

export const whyUsage = `npm run why -- [flags] [KIND/NAMESPACE/NAME]
What is broken in a cluster that Flux runs, the first causes only, what each holds up and what to do. With an object:
the causes behind it.
  --kubeconfig FILE   $KUBECONFIG or ~/.kube/config unless told
  --context NAME      one of its contexts
  --json              {healthy, causes, notices, checked, notChecked, unread, controllers} on stdout; with an object
                      {of, state} before it
Exit code 0: nothing is broken in what could be looked at. 1: something is. 2: it could not look; stderr says why.
`;

/** Throws UsageError. */
export function parseWhyFlags(args: readonly string[]): WhyFlags {
  const flags: WhyFlags = { json: false };
  const rest = [...args];
  for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
    const [flag = '', ...inline] = next.startsWith('--') ? next.split('=') : [next];
    if (flag === '--json') flags.json = true;
    else if (flag === '--kubeconfig' || flag === '--context') {
      const value = inline.length > 0 ? inline.join('=') : rest.shift();
      if (!value) throw new UsageError(`${flag} needs a value.`);
      flags[flag === '--kubeconfig' ? 'kubeconfig' : 'context'] = value;
    } else if (flag.startsWith('-')) {
      throw new UsageError(
        `Unknown flag "${next}": why knows --kubeconfig FILE, --context NAME and --json.`
      );
    } else if (flags.of !== undefined) {
      throw new UsageError(`"${next}": ask for one object at a time.`);
    } else if (!/^[A-Za-z]+\/[^/]+(\/[^/]+)?$/.test(next)) {
      throw new UsageError(
        `"${next}" must be KIND/NAMESPACE/NAME, such as Kustomization/flux-system/apps.`
      );
    } else flags.of = next;
  }
  return flags;
}
