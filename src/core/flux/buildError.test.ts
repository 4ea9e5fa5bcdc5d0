import { describe, expect, it } from 'vitest';
import { buildErrorOf, fileInSource } from './buildError.ts';

// As kustomize 5 writes them, through Flux.
const down = (folder: string) =>
  `kustomize build failed: accumulating resources: accumulation err='accumulating resources from 'x': read a/x: is a directory': recursed accumulation of path '${folder}': accumulating resources: `;

describe('what broke a build', () => {
  it('is the file and line of broken YAML, in the innermost folder', () => {
    const message = `${down('flux/monitoring')}${down(
      'flux/monitoring/thanos'
    )}accumulating resources from 'query.yaml': MalformedYAMLError: yaml: line 7: did not find expected ',' or ']' in File: query.yaml`;
    expect(buildErrorOf(message)).toEqual({
      id: 'cause.yaml.line',
      params: {
        file: 'flux/monitoring/thanos/query.yaml',
        line: '7',
        problem: "did not find expected ',' or ']'",
      },
    });
  });

  it('is the file that Flux itself could not decode', () => {
    const message =
      'failed to decode Kubernetes YAML from /tmp/kustomization-3129/infra/two.yaml: MalformedYAMLError: yaml: line 4: mapping values are not allowed in this context';
    const params = {
      file: 'infra/two.yaml',
      line: '4',
      problem: 'mapping values are not allowed in this context',
    };
    expect(buildErrorOf(message)).toEqual({ id: 'cause.yaml.line', params });
  });

  it('is the kustomization.yaml that cannot be read', () => {
    const message =
      "kustomize build failed: accumulating resources: accumulation err='accumulating resources from './flux-system': read flux/clusters/noah/flux-system: is a directory': couldn't make target for path 'flux/clusters/noah/flux-system': invalid Kustomization: yaml: line 8: did not find expected '-' indicator";
    expect(buildErrorOf(message)).toEqual({
      id: 'cause.yaml.line',
      params: {
        file: 'flux/clusters/noah/flux-system/kustomization.yaml',
        line: '8',
        problem: "did not find expected '-' indicator",
      },
    });
  });

  it('is the file that a kustomization lists and nobody has committed', () => {
    const message = `${down(
      'apps/radarr'
    )}accumulation err='accumulating resources from 'pvcs.yaml': open /tmp/kustomization-1/apps/radarr/pvcs.yaml: no such file or directory': evalsymlink failure`;
    expect(buildErrorOf(message)).toEqual({
      id: 'cause.fileMissing',
      params: { file: 'apps/radarr/pvcs.yaml' },
    });
  });

  it('is the component that nobody has committed', () => {
    const message = (at: string) =>
      `kustomize build failed: accumulating components: loader.New "must build at directory: not a valid directory: evalsymlink failure on '${at}components/ghost' : lstat ${at}components: no such file or directory"`;
    const expected = { id: 'cause.fileMissing', params: { file: 'components/ghost' } };
    expect(buildErrorOf(message('/tmp/kustomization-3129/'))).toEqual(expected);
    expect(buildErrorOf(message(''))).toEqual(expected);
  });

  it('is the object that two files have', () => {
    const message =
      "kustomize build failed: accumulating resources: accumulation err='merging resources from 'two.yaml': may not add resource with an already registered id: ConfigMap.v1.[noGrp]/one.a.[noNs]': must build at directory: 'media/two.yaml': file is not directory";
    expect(buildErrorOf(message)).toEqual({
      id: 'cause.duplicate',
      params: { file: 'two.yaml', object: 'ConfigMap/one.a' },
    });
  });

  it('is nothing beyond the message where that is of another kind', () => {
    expect(
      buildErrorOf('health check failed after 30s: timeout waiting for: [Deployment/a/b]')
    ).toBe(undefined);
    expect(buildErrorOf('')).toBe(undefined);
  });
});

describe('the file that broke a build', () => {
  it('is in the source where the message or the built folder say so', () => {
    const whole = 'flux/monitoring/noah/query.yaml';
    expect(fileInSource(whole, '', './flux/monitoring/noah')).toBe(whole);
    expect(fileInSource('flux/base/loki.yaml', down('flux/base'), './flux/noah/')).toBe(
      'flux/base/loki.yaml'
    );
    expect(fileInSource('apps/two.yaml', 'boom', './')).toBe('apps/two.yaml');
  });

  it('is below the built folder else', () => {
    expect(fileInSource('two.yaml', 'boom', './infra')).toBe('infra/two.yaml');
    expect(fileInSource('sub/two.yaml', 'boom', 'infra/')).toBe('infra/sub/two.yaml');
  });
});
