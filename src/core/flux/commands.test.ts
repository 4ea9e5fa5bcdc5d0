import { describe, expect, it } from 'vitest';
import { commandsOf } from './commands.ts';

const object = (apiVersion: string, kind: string, more = {}) => ({
  apiVersion,
  kind,
  metadata: { name: 'apps', namespace: 'flux-system' },
  ...more,
});
const said = (of: ReturnType<typeof object>) => commandsOf(of).map(({ command }) => command);

describe('the commands of an object', () => {
  it('of a Kustomization reconcile, suspend and ask', () => {
    expect(said(object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization'))).toEqual([
      'flux reconcile kustomization apps -n flux-system',
      'flux reconcile kustomization apps -n flux-system --with-source',
      'flux suspend kustomization apps -n flux-system',
      'flux events --for Kustomization/apps -n flux-system',
      'flux tree kustomization apps -n flux-system',
    ]);
  });

  it('of a suspended HelmRelease resume it, and show what Helm keeps under its own name', () => {
    const status = { storageNamespace: 'helm', history: [{ name: 'apps-apps', version: 3 }] };
    const release = object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', {
      spec: { suspend: true },
      status,
    });
    expect(said(release)).toEqual([
      'flux reconcile helmrelease apps -n flux-system',
      'flux reconcile helmrelease apps -n flux-system --with-source',
      'flux resume helmrelease apps -n flux-system',
      'flux events --for HelmRelease/apps -n flux-system',
      'helm get manifest apps-apps -n helm',
    ]);
  });

  it('of what nobody reconciles or suspends are those that make sense', () => {
    const artifact = object('source.toolkit.fluxcd.io/v1', 'ExternalArtifact');
    expect(said(artifact)).toEqual(['flux events --for ExternalArtifact/apps -n flux-system']);
    expect(said(object('v1', 'ConfigMap'))).toEqual([]);
  });
});
