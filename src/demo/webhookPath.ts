import { record, text } from '../core/kubernetes/object.ts';
import { createClient } from '../node/kubernetes/client.ts';
import type { ClusterAccess } from '../node/kubernetes/clusterAccess.ts';
import { createInformer } from '../node/kubernetes/informer.ts';

const path = '/apis/notification.toolkit.fluxcd.io/v1/namespaces/flux-system/receivers';

/** Follows the path that the cluster's Receiver listens at, as whoever sets up the forge's webhook would read it. */
export function watchHook(access: ClusterAccess, tell: (path: string) => void): () => void {
  const client = createClient(access);
  const informer = createInformer(client, {
    path,
    onChange: ({ type, object }) => {
      const found = text(record(object.status).webhookPath);
      if (type !== 'deleted' && found) tell(found);
    },
  });
  return () => {
    informer.close();
    client.close();
  };
}
