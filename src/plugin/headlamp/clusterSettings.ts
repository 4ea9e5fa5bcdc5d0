import { list, record, text } from '../../core/kubernetes/object.ts';

/** The namespaces that Headlamp's settings of the cluster allow, empty where they say nothing. */
export function allowedNamespaces(cluster: string): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(`cluster_settings.${cluster}`) ?? '{}');
    return list(record(stored).allowedNamespaces).flatMap(name => text(name) ?? []);
  } catch {
    return [];
  }
}
