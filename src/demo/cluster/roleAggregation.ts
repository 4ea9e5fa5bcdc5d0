import { isDeepStrictEqual } from 'node:util';
import { type KubernetesObject, list, record } from '../../core/kubernetes/object.ts';
import type { Store } from './store.ts';

const clusterRoles = 'clusterroles.rbac.authorization.k8s.io';

/** Keeps the rules of ClusterRoles that have an aggregationRule the union of the roles that it selects. */
export function startRoleAggregation(store: Store): () => void {
  const roles = store.collection(clusterRoles);
  let isScheduled = false;

  function aggregate(): void {
    isScheduled = false;
    // Aggregated roles feed others (view, edit, admin): once more until nothing changes.
    for (let round = 0; round < 10; round++) {
      const changed = roles.list().filter(({ object }) => {
        if (!object.aggregationRule) return false;
        const rules = rulesOf(
          object,
          roles.list().map(stored => stored.object)
        );
        if (isDeepStrictEqual(rules, list(object.rules))) return false;
        roles.put({ ...object, rules });
        return true;
      });
      if (changed.length === 0) return;
    }
  }

  return store.onChange(resource => {
    if (resource !== clusterRoles || isScheduled) return;
    isScheduled = true;
    queueMicrotask(aggregate);
  });
}

function rulesOf(role: KubernetesObject, all: readonly KubernetesObject[]): unknown[] {
  const selectors = list(record(role.aggregationRule).clusterRoleSelectors);
  const chosen = all.filter(
    other =>
      other.metadata.name !== role.metadata.name &&
      selectors.some(selector => {
        const wanted = Object.entries(record(record(selector).matchLabels));
        return (
          wanted.length > 0 &&
          wanted.every(([key, value]) => other.metadata.labels?.[key] === value)
        );
      })
  );
  const rules = new Map(
    chosen.flatMap(other => list(other.rules)).map(rule => [JSON.stringify(rule), rule])
  );
  return [...rules.values()];
}
