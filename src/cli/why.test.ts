import { describe, expect, it } from 'vitest';
import { condition, failed, fluxObject, kustomization } from '../../test/fixtures/fluxObjects.ts';
import { diagnose } from '../core/diagnosis/diagnose.ts';
import { createGraph } from '../core/graph/graph.ts';
import type { KubernetesObject } from '../core/kubernetes/object.ts';
import { printWhy } from './printWhy.ts';
import { parseWhyFlags } from './whyFlags.ts';

const now = Date.parse('2026-08-01T12:00:00Z');

function printed(objects: readonly KubernetesObject[], of?: string) {
  const graph = createGraph(objects);
  const world = { now, graph, isRead: () => true, checked: 4, notChecked: 1 };
  const unread = [
    { what: 'Event', why: 'you may not list events' },
    { what: 'ImagePolicy', why: 'not installed' },
  ];
  const asked = objects.find(({ metadata }) => metadata.name === of);
  return printWhy(diagnose(world), { ...world, unread }, [], asked);
}

describe('why', () => {
  it('tells the cause, its evidence, whom it holds up, what to do, and what was not looked at', () => {
    const source = fluxObject('GitRepository', 'homelab', {
      spec: { url: 'https://forge/lab', ref: { branch: 'flux' } },
      status: {
        artifact: { revision: 'flux@sha1:1' },
        conditions: failed(
          `couldn't find remote ref "refs/heads/flux"\u001b[2J`,
          'GitOperationFailed'
        ),
      },
    });
    expect(printed([source, kustomization('apps', { revision: 'flux@sha1:1' })])).toBe(`\
1 thing is broken, 1 other suffers from it (4 applied objects looked at, 1 not).

BROKEN  GitRepository/flux-system/homelab: flux not found at forge/lab  at least 2 h
  seen in GitRepository/flux-system/homelab, condition Ready: couldn't find remote ref "refs/heads/flux"\\u{1b}[2J
  go on with what they had: Kustomization/flux-system/apps
  to do: Create it there, or change spec.ref
         kubectl -n flux-system describe gitrepositories homelab

Not looked at: Event, you may not list events
`);
  });

  it('says of what it looked at that nothing is broken', () => {
    expect(printed([kustomization('apps')])).toBe(`\
Nothing is broken (4 applied objects looked at, 1 not).

Not looked at: Event, you may not list events
`);
  });

  it('says first how the one object is that was asked about', () => {
    const progressing = [
      condition('Reconciling', 'True', 'Progressing', 'running health checks\nand more'),
      condition('Ready', 'Unknown', 'Progressing', 'in progress'),
    ];
    expect(printed([kustomization('apps', { conditions: progressing })], 'apps')).toBe(`\
Kustomization/flux-system/apps: Progressing: running health checks
Nothing broken holds it up (4 applied objects looked at, 1 not).

Not looked at: Event, you may not list events
`);
  });

  it.each([
    [['--what'], 'Unknown flag "--what": why knows --kubeconfig FILE, --context NAME and --json.'],
    [['apps'], '"apps" must be KIND/NAMESPACE/NAME, such as Kustomization/flux-system/apps.'],
    [['--context'], '--context needs a value.'],
    [['Pod/a/b', 'Pod/a/c'], '"Pod/a/c": ask for one object at a time.'],
  ])('refuses %j', (args, message) => {
    expect(() => parseWhyFlags(args)).toThrow(message);
  });
});
