/** The six controllers of Flux as the plane runs them: what each listens on, and what it is told beside. */
export interface FluxController {
  name: string;
  version: string;
  /** Container ports as its Deployment names them, and the flags that set them. */
  ports: Readonly<Record<string, { container: number; flag: string }>>;
  args(at: { folder: string; port(name: string): number }): string[];
}

const common = {
  'http-prom': { container: 8080, flag: '--metrics-addr' },
  healthz: { container: 9440, flag: '--health-addr' },
};
const requeue = '--requeue-dependency=2s';

function controller(
  name: string,
  version: string,
  ports: FluxController['ports'],
  args: FluxController['args'] = () => []
): FluxController {
  return { name: `${name}-controller`, version, ports: { ...common, ...ports }, args };
}

/** Versions as in test/cluster/go.mod. */
export const fluxControllers: readonly FluxController[] = [
  controller(
    'source',
    'v1.9.4',
    { http: { container: 9090, flag: '--storage-addr' } },
    ({ folder, port }) => [
      `--storage-path=${folder}/artifacts`,
      `--storage-adv-addr=127.0.0.1:${port('http')}`,
      requeue,
    ]
  ),
  controller('kustomize', 'v1.9.4', {}, () => [requeue]),
  controller('helm', 'v1.6.3', {}, () => [requeue]),
  controller('notification', 'v1.9.3', {
    http: { container: 9090, flag: '--events-addr' },
    'http-webhook': { container: 9292, flag: '--receiverAddr' },
  }),
  controller('image-reflector', 'v1.2.4', {}, ({ folder }) => [
    `--storage-path=${folder}/tags`,
    requeue,
  ]),
  controller('image-automation', 'v1.2.4', {}),
];

/** The release of Flux that these controllers are of, nearly: its own CRDs carry this label. */
export const fluxVersion = 'v2.9.4';
