import { describe, expect, it } from 'vitest';
import { buildErrorOf } from './buildError.ts';

// As Flux 2.9 writes them.
const built = (said: string) => buildErrorOf(`kustomize build failed: ${said}`);

describe('what kustomize complains of', () => {
  it('is a key that stands twice, in a file that it does not tell', () => {
    const said =
      'map[string]interface {}(nil): yaml: unmarshal errors:\n  line 8: mapping key "key" already defined at line 7';
    expect(built(said)).toEqual({ id: 'cause.key', params: { key: 'key' } });
  });

  it('is a file that is no manifest', () => {
    const whole = { file: 'media/values.yaml', lacks: 'apiVersion, kind, metadata' };
    expect(
      buildErrorOf(
        'failed to decode Kubernetes YAML from /tmp/kustomization-31/media/values.yaml: missing Resource metadata'
      )
    ).toEqual({ id: 'cause.manifest', params: whole });
    expect(
      built(
        "accumulating resources: accumulation err='accumulating resources from 'one.yaml': missing metadata.name in object {{v1 ConfigMap} {{ } map[] map[]}}': must build at directory: 'media/one.yaml': file is not directory"
      )
    ).toEqual({ id: 'cause.manifest', params: { file: 'one.yaml', lacks: 'metadata.name' } });
  });

  it('is a file of a generator or a patch that nobody has committed', () => {
    const missing = (file: string) => ({ id: 'cause.fileMissing', params: { file } });
    expect(
      built(
        'loading KV pairs: file sources: [settings.conf]: open media/settings.conf: no such file or directory'
      )
    ).toEqual(missing('media/settings.conf'));
    expect(
      built(
        "loading KV pairs: env source files: [a.env]: evalsymlink failure on '/tmp/kustomization-31/media/a.env' : lstat /tmp/kustomization-31/media/a.env: no such file or directory"
      )
    ).toEqual(missing('media/a.env'));
    expect(
      built(
        'trouble configuring builtin PatchTransformer with config: `\npath: other.yaml\n`: failed to get the patch file from path(other.yaml): open media/other.yaml: no such file or directory'
      )
    ).toEqual(missing('media/other.yaml'));
  });

  it('is an object that two bases, a generator or a namespace make twice', () => {
    expect(
      built(
        "accumulating resources: accumulation err='accumulating resources from 'right': read media/right: is a directory': recursed merging from path 'media/right': may not add resource with an already registered id: ConfigMap.v1.[noGrp]/one.[noNs]"
      )
    ).toEqual({ id: 'cause.duplicate', params: { file: 'media/right', object: 'ConfigMap/one' } });
    expect(
      built(
        `merging from generator &{0x1c426189d6c0 <nil>}: id resid.ResId{Gvk:resid.Gvk{Group:"", Version:"v1", Kind:"ConfigMap", isClusterScoped:false}, Name:"one", Namespace:""} exists; can not use behavior: 'unspecified', behavior must be merge or replace`
      )
    ).toEqual({ id: 'cause.duplicate.generated', params: { object: 'ConfigMap/one' } });
  });

  it('is never the data of two objects that one namespace makes the same', () => {
    const object = (was: string) =>
      `{"apiVersion":"v1","data":{"key":"aHVudGVy"},"kind":"Secret","metadata":{"annotations":{"internal.config.kubernetes.io/previousKinds":"Secret","internal.config.kubernetes.io/previousNames":"one","internal.config.kubernetes.io/previousNamespaces":"${was}"},"name":"one","namespace":"media"}}`;
    expect(
      built(`namespace transformation produces ID conflict: [${object('left')} ${object('right')}]`)
    ).toEqual({
      id: 'cause.duplicate.namespace',
      params: { object: 'Secret/one', namespace: 'media' },
    });
  });

  it('is a base that has nothing, or no kustomization', () => {
    const from =
      "accumulating resources: accumulation err='accumulating resources from 'base': read media/base: is a directory': ";
    expect(
      built(`${from}couldn't make target for path 'media/base': kustomization.yaml is empty`)
    ).toEqual({ id: 'cause.empty', params: { file: 'media/base/kustomization.yaml' } });
    expect(
      built(
        `${from}couldn't make target for path 'media/base': unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory 'media/base'`
      )
    ).toEqual({ id: 'cause.kustomization', params: { folder: 'media/base' } });
  });

  it('takes no time for a message that was made to take it', () => {
    const many = (piece: string) => piece.repeat(Math.ceil(60_000 / piece.length));
    const begun = performance.now();
    for (const piece of [
      "merging resources from 'a': may not add resource with an already registered id: A.",
      'merging from generator x: id resid.ResId{Kind:"A", Name:"',
      'namespace transformation produces ID conflict: "kind":"A","metadata":{"name":"a","namespace":"',
      'trouble configuring builtin A with config: `',
      'file sources: []: open a ',
      "unable to find one of 'kustomization.yaml' ",
      'yaml: unmarshal errors:   ',
    ]) {
      built(many(piece));
    }
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
