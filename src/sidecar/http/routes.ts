import { maskText } from '../../core/diff/mask.ts';
import { changesRoute } from '../../protocol/changes.ts';
import { type Commit, type CommitsAnswer, commitsRoute } from '../../protocol/commits.ts';
import { historyRoute, logRoute } from '../../protocol/history.ts';
import { type InfoAnswer, infoRoute, metricsRoute } from '../../protocol/info.ts';
import type { Answers } from '../changes/answers.ts';
import type { LedgerStats } from '../ledger/ledger.ts';
import { type Answer, type Asked, toFailure } from './answer.ts';
import type { Metrics } from './metrics.ts';

/** Where the answers come from. */
export interface RouteSources {
  /** Whether the API server has been reached. */
  isReady(): boolean;
  commit(namespace: string, name: string, revision: string): Promise<Commit | undefined>;
  /** Undefined until the ledger is open and the cluster's Flux objects were read. */
  answers(): Answers | undefined;
  about(): Pick<InfoAnswer, 'mode' | 'renderer' | 'cannotRead'>;
  stats(): Promise<LedgerStats>;
  metrics: Metrics;
}

export interface Route {
  path: string;
  /** Answered without the access token. */
  isOpen?: true;
  /** Takes one of the few places: it reads the ledger, or asks a Git server. */
  isHeavy?: true;
  handle(asked: Asked, sources: RouteSources): Promise<Answer>;
}

/** Every route of the sidecar; all are GET. */
export const routes: readonly Route[] = [
  {
    path: '/healthz',
    isOpen: true,
    handle: async () => ({ status: 200, body: { status: 'ok' } }),
  },
  {
    path: '/readyz',
    isOpen: true,
    handle: async (_asked, { isReady }) =>
      isReady()
        ? { status: 200, body: { status: 'ok' } }
        : { status: 503, body: { status: 'waiting for the API server' } },
  },
  {
    path: infoRoute,
    handle: answerInfo,
  },
  {
    path: metricsRoute,
    handle: async (_asked, { metrics }) => ({ status: 200, ...(await metrics.read()) }),
  },
  { path: commitsRoute, isHeavy: true, handle: answerCommits },
  { path: changesRoute, isHeavy: true, handle: answerChanges },
  { path: historyRoute, isHeavy: true, handle: answerHistory },
  { path: logRoute, isHeavy: true, handle: answerLog },
];

/** A query that a route does not take: the message names the parameter and what it must be. */
class BadQuery extends Error {}

/** What the route answers, failures of the query among it. */
export async function answerRoute(
  route: Route,
  asked: Asked,
  sources: RouteSources
): Promise<Answer> {
  try {
    return await route.handle(asked, sources);
  } catch (error) {
    if (error instanceof BadQuery)
      return toFailure({ code: 'bad-request', message: error.message });
    throw error;
  }
}

/** What a newer plugin may ask for only where it is named. */
const features = ['changes', 'history', 'log', 'commits', 'metrics'];

async function answerInfo(_asked: Asked, { about, stats }: RouteSources): Promise<Answer> {
  const { state, problem, bytes, revisions, oldest } = await stats();
  const ledger = { state, problem, bytes, revisions, since: oldest };
  const body: InfoAnswer = { version: 1, ...about(), features, ledger };
  return { status: 200, body };
}

async function answerCommits({ query }: Asked, { commit }: RouteSources): Promise<Answer> {
  const source = /^([a-z0-9.-]{1,63})\/([a-z0-9.-]{1,253})$/.exec(query.get('source') ?? '');
  if (!source) throw new BadQuery('source: must be NAMESPACE/NAME');
  const revision = readRevision(query, 'revision');
  if (revision === undefined) throw new BadQuery("revision: must be a source's revision");
  const [, namespace = '', name = ''] = source;
  const found = await commit(namespace, name, revision);
  if (!found) {
    const message = `${namespace}/${name}: nothing is known of revision ${revision}`;
    return toFailure({ code: 'not-found', message, missing: 'revision' });
  }
  // People write passwords anywhere.
  const body: CommitsAnswer = {
    version: 1,
    commit: { ...found, subject: maskText(found.subject) },
  };
  return { status: 200, body };
}

async function answerChanges({ query, signal }: Asked, sources: RouteSources): Promise<Answer> {
  const answers = sources.answers();
  if (!answers) return notYet;
  const reply = await answers.changes({ ...readRange(query), signal });
  return 'refusal' in reply ? toFailure(reply.refusal) : { status: 200, ...reply.answer };
}

async function answerHistory({ query, signal }: Asked, sources: RouteSources): Promise<Answer> {
  const answers = sources.answers();
  if (!answers) return notYet;
  const reply = await answers.history({
    of: readSubject(query),
    limit: readNumber(query, 'limit', { least: 1, most: 200 }) ?? 50,
    before: readNumber(query, 'before', { least: 0, most: Number.MAX_SAFE_INTEGER }),
    signal,
  });
  return 'refusal' in reply ? toFailure(reply.refusal) : { status: 200, body: reply.answer };
}

async function answerLog({ query, signal }: Asked, sources: RouteSources): Promise<Answer> {
  const answers = sources.answers();
  if (!answers) return notYet;
  const reply = await answers.log({ ...readRange(query), signal });
  return 'refusal' in reply ? toFailure(reply.refusal) : { status: 200, body: reply.answer };
}

const notYet = toFailure({
  code: 'unavailable',
  message: 'the ledger is not open yet, or the cluster was not read yet: ask again in a moment',
});

function readSubject(query: URLSearchParams): string {
  const of = query.get('of') ?? '';
  if (of.length > 512) throw new BadQuery('of: must be KIND/NAMESPACE/NAME');
  return of;
}

function readRange(query: URLSearchParams) {
  const [from, to] = [readRevision(query, 'from'), readRevision(query, 'to')];
  return { of: readSubject(query), from, to };
}

function readRevision(query: URLSearchParams, name: string): string | undefined {
  const text = query.get(name) ?? '';
  if (text === '') return undefined;
  if (!/^\S{1,512}$/.test(text)) throw new BadQuery(`${name}: must be a source's revision`);
  return text;
}

function readNumber(
  query: URLSearchParams,
  name: string,
  { least, most }: { least: number; most: number }
): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  const number = Number(text);
  if (/^\d{1,16}$/.test(text) && number >= least && number <= most) return number;
  throw new BadQuery(`${name}: must be a number from ${least} to ${most}`);
}
