import { vi } from 'vitest';
import { record, text } from '../../src/core/kubernetes/object.ts';
import { ApiError } from '../../src/node/kubernetes/apiError.ts';
import type { ChangesLine } from '../../src/protocol/changes.ts';
import { tokenHeader } from '../../src/protocol/commits.ts';
import type { HistoryAnswer, LogAnswer } from '../../src/protocol/history.ts';
import type { ScenarioWorld } from './scenarioWorld.ts';
import { patience } from './settling.ts';

/** What the sidecar answers, asked as the plugin asks: through the API server's proxy, with the access token. */
export interface SidecarApi {
  history(of: string): Promise<HistoryAnswer>;
  changes(of: string, from: string, to: string): Promise<ChangesLine[]>;
  log(of: string, from: string, to: string): Promise<LogAnswer>;
  /** Resolves once the ledger has said something of the revision. */
  kept(of: string, revision: string): Promise<HistoryAnswer>;
}

const proxy = '/api/v1/namespaces/flux-system/services/http:lumen:8080/proxy';

export function createSidecarApi({ client }: Pick<ScenarioWorld, 'client'>): SidecarApi {
  async function askOnce(path: string, query: Record<string, string>): Promise<string> {
    const secret = '/api/v1/namespaces/flux-system/secrets/lumen-access';
    const { data } = await client.request<{ data?: unknown }>({ path: secret });
    const token = Buffer.from(text(record(data).token) ?? '', 'base64').toString();
    const answer = await client.open({
      path: `${proxy}${path}`,
      query,
      headers: { [tokenHeader]: token, Accept: '*/*' },
    });
    const chunks: Buffer[] = [];
    for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  }
  /** On a shared plane another suite may be ending and starting the sidecar just now. */
  async function ask(path: string, query: Record<string, string>): Promise<string> {
    const until = Date.now() + patience;
    for (;;) {
      try {
        return await askOnce(path, query);
      } catch (error) {
        const isAway = !(error instanceof ApiError) || error.status >= 500;
        if (!isAway || Date.now() > until) throw error;
        await new Promise(resolve => setTimeout(resolve, 200));
      }
    }
  }
  const history = async (of: string): Promise<HistoryAnswer> =>
    JSON.parse(await ask('/v1/history', { of })) as HistoryAnswer;

  return {
    history,
    async changes(of, from, to) {
      const lines = (await ask('/v1/changes', { of, from, to })).trimEnd().split('\n');
      return lines.map(line => JSON.parse(line) as ChangesLine);
    },
    log: async (of, from, to) => JSON.parse(await ask('/v1/log', { of, from, to })) as LogAnswer,
    kept: (of, revision) =>
      vi.waitFor(
        async () => {
          const answer = await history(of);
          if (!answer.rows.some(row => row.revision === revision)) {
            const there = answer.rows.map(row => row.revision).join(', ');
            throw new Error(`${of}: ${revision} is not among: ${there}`);
          }
          return answer;
        },
        { timeout: patience, interval: 200 }
      ),
  };
}

/** What a change set says of each object and Kustomization, in a line each. */
export function changeLines(lines: readonly ChangesLine[]): string[] {
  return lines.flatMap(line => {
    if (line.type === 'kustomization') return `${line.name} ${line.change}`;
    if (line.type !== 'object') return [];
    const change = !line.left ? 'created' : !line.right ? 'deleted' : 'changed';
    const { kind, name } = line.ref;
    const from = line.was ? ` (was ${line.was})` : '';
    return `${line.kustomization}${from}: ${kind}/${name} ${change}${
      line.fate ? `, ${line.fate}` : ''
    }`;
  });
}
