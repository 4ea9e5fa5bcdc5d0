import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Cause } from './finding.ts';
import { causeAsMarkdown } from './markdown.ts';

const english: Record<string, string> = JSON.parse(
  readFileSync(new URL('../../../locales/en/translation.json', import.meta.url), 'utf8')
);
const words = (id: string, params: Record<string, string | number> = {}) => {
  const plural =
    typeof params.count === 'number' ? `${id}_${params.count === 1 ? 'one' : 'other'}` : id;
  const text = english[plural] ?? english[id] ?? id;
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name]));
};

const apps = {
  group: 'kustomize.toolkit.fluxcd.io',
  kind: 'Kustomization',
  namespace: 'flux-system',
};
const pod = { group: '', kind: 'Pod', namespace: 'media', name: 'radarr-1' };
const cause: Cause = {
  rule: 'image',
  object: pod,
  workload: { group: 'apps', kind: 'Deployment', namespace: 'media', name: 'radarr' },
  says: { id: 'rule.image', params: { image: 'ghcr.io/home/radarr:6_0_9' } },
  remedy: { id: 'remedy.image' },
  command: 'kubectl -n media describe pod radarr-1',
  evidence: [
    {
      object: pod,
      seenIn: { type: 'container', name: 'main' },
      message: 'Back-off pulling image "ghcr.io/home/radarr:6_0_9"',
    },
  ],
  since: { time: '2026-08-01T10:00:00Z', atLeast: false },
  victims: [
    { object: { ...apps, name: 'apps' }, effect: 'broken' },
    { object: { ...apps, name: 'home' }, effect: 'waiting' },
    { object: { ...apps, name: 'old' }, effect: 'held' },
  ],
  isFresh: false,
};
const linkTo = (ref: { kind: string; name: string }) =>
  ref.kind === 'Kustomization' ? `https://headlamp.example.org/c/noah/${ref.name}` : undefined;
const written = (differs: Partial<Cause> = {}) =>
  causeAsMarkdown({ ...cause, ...differs }, { cluster: 'noah', words, linkTo });

describe('a cause as Markdown', () => {
  it('is two sentences, the evidence, what to do and the command, with links where there are pages', () => {
    expect(written()).toBe(
      [
        '**Deployment/media/radarr** (noah): image ghcr.io/home/radarr:6\\_0\\_9 cannot be pulled, since 2026-08-01T10:00:00Z. It holds up [Kustomization/flux-system/apps](https://headlamp.example.org/c/noah/apps) and 1 more.',
        'Seen in Pod/media/radarr-1, container main:\n```\nBack-off pulling image "ghcr.io/home/radarr:6_0_9"\n```',
        "To do: Correct the image's name or tag, or the credentials to pull it",
        '```\nkubectl -n media describe pod radarr-1\n```',
      ].join('\n\n')
    );
  });

  it('says that nothing else is held up, and no time that nobody knows', () => {
    expect(written({ victims: [], since: undefined, evidence: [], command: undefined })).toBe(
      [
        '**Deployment/media/radarr** (noah): image ghcr.io/home/radarr:6\\_0\\_9 cannot be pulled. Nothing else is held up by it.',
        "To do: Correct the image's name or tag, or the credentials to pull it",
      ].join('\n\n')
    );
  });

  it('lets no words of others become Markdown', () => {
    const message = '```\n# ha\n[click](https://evil.example.org)\n````';
    const text = written({
      says: { id: 'rule.failed', params: { said: '![x](https://evil.example.org)\n# b' } },
      evidence: [{ object: pod, seenIn: { type: 'condition', name: 'Ready' }, message }],
    });
    expect(text).toContain('!\\[x\\](https://evil.example.org) \\# b');
    expect(text).toContain(`\n\`\`\`\`\`\n${message}\n\`\`\`\`\`\n`);
  });
});
