import { parseDuration } from '../duration.ts';
import { record } from '../kubernetes/object.ts';
import { compareQuantities } from '../kubernetes/quantity.ts';
import type { NoiseId } from './noise.ts';
import { isBuiltIn, type Place, placeText } from './place.ts';
import { plainText } from './plainText.ts';

/**
 * The rule by which two different writings mean the same to Kubernetes, undefined where they do not. `undefined` is
 * absence; `siblings` is the map that the value stands in, of the side that has it.
 */
export function sameMeaning(
  left: unknown,
  right: unknown,
  place: Place,
  siblings: unknown
): NoiseId | undefined {
  if (place.isFree) return undefined;
  if (isAbsent(left, place) && isAbsent(right, place)) return 'N4';
  if (left === undefined || right === undefined || left === null || right === null) {
    const value = left ?? right;
    const otherwise = defaultOf(place, record(siblings));
    return otherwise !== undefined && plainText(value) === otherwise ? 'N5' : undefined;
  }
  if (isQuantity(place) && compareQuantities(left, right) === 0) return 'N2';
  if (isDuration(place) && typeof left === 'string' && typeof right === 'string') {
    const [a, b] = [parseDuration(left), parseDuration(right)];
    if (a !== undefined && a === b) return 'N3';
  }
  return undefined;
}

/** Fields in which a map or list without anything in it says nothing. In others (`emptyDir`, `podSelector`) it does. */
const sayNothingEmpty = new Set([
  'affinity',
  'annotations',
  'args',
  'binaryData',
  'command',
  'conditions',
  'containers',
  'data',
  'env',
  'envFrom',
  'finalizers',
  'hostAliases',
  'imagePullSecrets',
  'initContainers',
  'labels',
  'limits',
  'matchExpressions',
  'matchLabels',
  'metadata',
  'nodeSelector',
  'ownerReferences',
  'ports',
  'requests',
  'resources',
  'secrets',
  'securityContext',
  'status',
  'strategy',
  'stringData',
  'tolerations',
  'topologySpreadConstraints',
  'updateStrategy',
  'volumeDevices',
  'volumeMounts',
  'volumes',
]);
const sayNothingBlank = new Set([
  'apiGroup',
  'clusterIP',
  'namespace',
  'serviceAccountName',
  'subPath',
]);

function isAbsent(value: unknown, place: Place): boolean {
  if (value === undefined || value === null) return true;
  if (!isBuiltIn(place) && place.above?.key !== 'metadata' && place.key !== 'metadata')
    return false;
  // A ConfigMap's own keys are files: an empty one is a file too.
  if (place.above?.key === 'data' || place.above?.key === 'stringData') return false;
  if (value === '') {
    const isEnvValue = place.key === 'value' && place.above?.above?.key === 'env';
    return isEnvValue || sayNothingBlank.has(place.key);
  }
  if (typeof value !== 'object' || !sayNothingEmpty.has(place.key)) return false;
  return Object.keys(value).length === 0;
}

/** What the API server puts where nothing is said: only defaults that never depend on the cluster (N5). */
function defaultOf(place: Place, siblings: Record<string, unknown>): string | undefined {
  if (!isBuiltIn(place)) return undefined;
  const holder = place.above?.above?.key;
  if (place.key === 'protocol' && holder === 'ports') return 'TCP';
  if (place.group !== '' || place.kind !== 'Service') return undefined;
  if (place.key === 'targetPort' && holder === 'ports') {
    return typeof siblings.port === 'number' ? String(siblings.port) : undefined;
  }
  const path = placeText(place);
  if (path === 'spec.type') return 'ClusterIP';
  return path === 'spec.sessionAffinity' ? 'None' : undefined;
}

const quantityMaps = new Set([
  'allocatable',
  'capacity',
  'default',
  'defaultRequest',
  'hard',
  'limits',
  'max',
  'min',
  'podFixed',
  'requests',
]);
const quantityFields = new Set(['averageValue', 'divisor', 'sizeLimit']);

function isQuantity(place: Place): boolean {
  const holder = place.above?.key ?? '';
  // Other projects' kinds take `resources` from the API as it is.
  if (holder === 'limits' || holder === 'requests') return true;
  return isBuiltIn(place) && (quantityMaps.has(holder) || quantityFields.has(place.key));
}

/** Kinds that write Go's durations: Flux's, cert-manager's and those of the Gateway API. */
const durationGroup = /(^|\.)(toolkit\.fluxcd\.io|cert-manager\.io|gateway\.networking\.k8s\.io)$/;
const durationField = /(interval|timeout|duration|renewBefore|request|ttl)$/i;

function isDuration(place: Place): boolean {
  return durationGroup.test(place.group) && durationField.test(place.key);
}
