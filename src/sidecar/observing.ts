import { maskText } from '../core/diff/mask.ts';
import type { FluxKindName } from '../core/flux/kinds.ts';
import { parseRevision } from '../core/flux/revision.ts';
import { findOnPath } from '../node/findOnPath.ts';
import type { KubernetesClient } from '../node/kubernetes/client.ts';
import type { Tool } from '../node/tools.ts';
import { atHost, fetchArtifact } from './artifacts/fetchArtifact.ts';
import { unpackArchive } from './artifacts/unpack.ts';
import type { Flags } from './flags.ts';
import type { Metrics } from './http/metrics.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Log } from './log.ts';
import { annotatedCommit } from './observe/annotatedCommit.ts';
import { createMaskings } from './observe/masking.ts';
import { type Observer, startObserver } from './observe/observer.ts';
import type { Commits } from './reconciler/commits.ts';
import { createKnownChildren } from './render/knownChildren.ts';
import { renderTree } from './render/renderTree.ts';
import { createVariableReader } from './render/variables.ts';
import { systemClock } from './workQueue.ts';

/** Of an artifact that is observed: bytes, held in memory as a whole. */
const maxSize = 64 * 1024 * 1024;

interface ObservingOptions {
  client: KubernetesClient;
  flags: Pick<Flags, 'mode' | 'artifactHost'>;
  log: Log;
  ledger: Ledger;
  metrics: Metrics;
  commits: Commits;
  /** The access token, once it is known. */
  token(): string | undefined;
  versions: ReadonlyMap<FluxKindName, string>;
  workFolder: string;
  tool: Promise<Tool>;
}

/** The observer with what it fetches, renders and masks with. */
export function startObserving(options: ObservingOptions): Observer {
  const { client, flags, log, ledger, metrics, commits, versions, workFolder } = options;
  const maskingOf = createMaskings();
  const children = createKnownChildren();
  const patient = toPatient(options.tool);
  // Said by whoever renders; before that it is nobody's unhandled rejection.
  patient.catch(() => {});
  return startObserver({
    client,
    ledger,
    log,
    clock: systemClock,
    workFolder,
    masking: () => maskingOf(options.token()),
    scrub: maskText,
    readVariables: createVariableReader(client),
    versionOf: kind => versions.get(kind),
    ...(flags.mode === 'apply' ? { quiet: { time: 1000, most: 15_000 } } : {}),
    async render(input) {
      const tool = await patient;
      const timeout = 60_000;
      const tree = await renderTree({ ...input, tool, timeout, workFolder, children, log });
      const failed = tree.nodes.filter(({ failure }) => failure !== undefined).length;
      metrics.builds({ rendered: tree.rendered, skipped: tree.skipped, failed });
      return tree;
    },
    fetchArtifact: ({ url, digest }, signal) =>
      fetchArtifact({ url: atHost(url, flags.artifactHost), digest }, signal, { maxSize }),
    unpackArchive: (bytes, into) => unpackArchive(bytes, into),
    async commitOf(source, artifact) {
      if (source.kind !== 'GitRepository') return annotatedCommit(artifact);
      const to = parseRevision(artifact.revision).hash ?? '';
      const range = await commits.range(source, { to, limit: 1 });
      const { namespace = '', name } = source.metadata;
      return range?.commits[0] ?? commits.commit(namespace, name, artifact.revision);
    },
  });
}

/** Nobody waits for the observer as for what the cluster itself does. */
async function toPatient(found: Promise<Tool>): Promise<Tool> {
  const [tool, nice] = await Promise.all([found, findOnPath('nice')]);
  return nice ? { ...tool, command: [nice, '-n', '10', ...tool.command] } : tool;
}
