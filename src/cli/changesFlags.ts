import { UsageError } from './demoFlags.ts';

export interface ChangesFlags {
  /** `KIND/NAMESPACE/NAME`. */
  of: string;
  from: string;
  to: string;
  /** The usual place of kubectl unless told. */
  kubeconfig?: string;
  context?: string;
  json: boolean;
  /** Tells of differences that mean nothing to Kubernetes too. */
  noise: boolean;
}

export const changesUsage = `npm run changes -- [flags] KIND/NAMESPACE/NAME [FROM [TO]]
What changed between two revisions of a Kustomization and all below it, or of a source, as Lumen's sidecar rendered
them. Secret values are not in it.
  FROM, TO            revisions, or the first 7 digits and more of their hashes; "applied" and "newest" unless told
  --kubeconfig FILE   $KUBECONFIG or ~/.kube/config unless told
  --context NAME      one of its contexts
  --noise             also differences that mean nothing to Kubernetes
  --json              {from, to, objects: [{ref, change, paths}], counts} on stdout
Exit code 0: nothing changed. 1: something did. 2: it could not look, at a part at least; stderr says why.
`;

/** Throws UsageError. */
export function parseChangesFlags(args: readonly string[]): ChangesFlags {
  const flags: ChangesFlags = { of: '', from: 'applied', to: 'newest', json: false, noise: false };
  const names: string[] = [];
  const rest = [...args];
  for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
    const [flag = '', ...inline] = next.startsWith('--') ? next.split('=') : [next];
    if (flag === '--json' || flag === '--noise') {
      flags[flag === '--json' ? 'json' : 'noise'] = true;
    } else if (flag === '--kubeconfig' || flag === '--context') {
      const value = inline.length > 0 ? inline.join('=') : rest.shift();
      if (!value) throw new UsageError(`${flag} needs a value.`);
      flags[flag === '--kubeconfig' ? 'kubeconfig' : 'context'] = value;
    } else if (flag.startsWith('-')) {
      throw new UsageError(
        `Unknown flag "${next}": changes knows --kubeconfig FILE, --context NAME, --noise and --json.`
      );
    } else names.push(next);
  }
  const [of, from, to, more] = names;
  if (!of || !/^[A-Za-z]+\/[^/]+\/[^/]+$/.test(of)) {
    const said = of ? `"${of}"` : 'What is asked for';
    throw new UsageError(
      `${said} must be KIND/NAMESPACE/NAME, such as Kustomization/flux-system/apps.`
    );
  }
  if (more !== undefined) throw new UsageError(`"${more}": give two revisions at most.`);
  return { ...flags, of, ...(from ? { from } : {}), ...(to ? { to } : {}) };
}
